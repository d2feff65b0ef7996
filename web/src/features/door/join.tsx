import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Door, DoorForm, Refused } from "@/features/door/door";
import { tokenOfLink } from "@/features/door/link";
import { NewPassword } from "@/features/door/new-password";
import { TextField } from "@/ui/field";
import { Bone } from "@/ui/states";

/** The way in for who was invited. */
export function JoinPage() {
  const words = useTranslations("door");
  const [token] = useState(() => tokenOfLink(window.location.hash));
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => data(api.POST("/auth/invitation", { body: { token } })),
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY, // once it is accepted, it can be read no more
  });
  if (invitation.data) return <Joining token={token} invitation={invitation.data} />;
  return (
    <Door title={words("joinTitle", { organization: "Palabre" })} lead={token ? "" : words("noLink")}>
      {invitation.isLoading ? <Bone className="h-40" /> : null}
      {invitation.error ? <Refused error={invitation.error} /> : null}
    </Door>
  );
}

function Joining({ token, invitation }: { token: string; invitation: Schemas["InvitationShown"] }) {
  const words = useTranslations("door");
  const roles = useTranslations("roles");
  const { organization, email, role } = invitation;
  const join = useMutation({
    mutationFn: (form: FormData) => {
      const body = { token, name: String(form.get("name")), password: String(form.get("password")) };
      return data(api.POST("/auth/invitation/accept", { body }));
    },
  });
  const name = faultOf(join.error, "name");
  const password = faultOf(join.error, "password");
  return (
    <Door title={words("joinTitle", { organization })} lead={words("joinLead", { role: roles(role), email })}>
      <DoorForm
        act={words("joinSubmit")}
        done={words("joinDone")}
        state={join}
        faults={[name, password]}
        submit={join.mutate}
      >
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          name="name"
          label={words("name")}
          autoComplete="name"
          isRequired
          defaultValue={invitation.name}
          onChange={() => join.reset()}
          error={name}
        />
        <NewPassword error={password} changed={() => join.reset()} />
      </DoorForm>
    </Door>
  );
}
