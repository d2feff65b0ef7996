import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Back } from "@/features/door/back";
import { Door, Refused } from "@/features/door/door";
import { tokenOfLink } from "@/features/door/link";
import { Button } from "@/ui/button";
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
      <Refused error={invitation.error} />
      <Back />
    </Door>
  );
}

function Joining({ token, invitation }: { token: string; invitation: Schemas["InvitationShown"] }) {
  const words = useTranslations("door");
  const roles = useTranslations("roles");
  const { organization, email, role } = invitation;
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const join = useMutation({
    mutationFn: () => data(api.POST("/auth/invitation/accept", { body: { token, name, password } })),
  });
  const faults = { name: faultOf(join.error, "name"), password: faultOf(join.error, "password") };
  return (
    <Door title={words("joinTitle", { organization })} lead={words("joinLead", { role: roles(role), email })}>
      <Refused error={join.error} unless={faults.name ?? faults.password} />
      {join.isSuccess ? null : (
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            join.mutate();
          }}
        >
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <TextField
            label={words("name")}
            autoComplete="name"
            isRequired
            value={name}
            onChange={(typed) => {
              setName(typed);
              join.reset(); // what was refused was what was typed before
            }}
            error={faults.name}
          />
          <TextField
            type="password"
            label={words("password")}
            hint={words("passwordHint")}
            autoComplete="new-password"
            isRequired
            autoFocus
            value={password}
            onChange={(typed) => {
              setPassword(typed);
              join.reset(); // what was refused was what was typed before
            }}
            error={faults.password}
          />
          <Button type="submit" look="primary" wide isDisabled={join.isPending}>
            {words("joinSubmit")}
          </Button>
        </Form>
      )}
      <Back {...(join.isSuccess ? { done: words("joinDone") } : {})} />
    </Door>
  );
}
