import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";
import { download } from "@/ui/download";
import { useCopy } from "@/ui/use-copy";

interface Props {
  codes: readonly string[];
  noted: boolean;
  onNoted: (noted: boolean) => void;
}

/** The recovery codes, shown this once, and whether the person has them elsewhere now. */
export function RecoveryCodes({ codes, noted, onNoted }: Props) {
  const words = useTranslations("secondFactor");
  const copy = useCopy();
  const file = () => download(words("fileName"), [words("fileTitle"), "", ...codes, ""].join("\r\n"));
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty">{words("codesLead")}</p>
      <ol
        aria-label={words("codesTitle")}
        className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md border border-line bg-sunken p-4 font-mono"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => copy(codes.join("\n"))}>{words("copy")}</Button>
        <Button onPress={file}>{words("download")}</Button>
      </div>
      <label className="flex items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={noted}
          onChange={(event) => onNoted(event.target.checked)}
        />
        {words("noted")}
      </label>
    </div>
  );
}
