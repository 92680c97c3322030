import { NativeSelect, Switch } from "@mantine/core";
import type { Input } from "../../../api/client";
import { usePermission } from "../../../app/permission";
import { type Unanswered, useWrite } from "../../../api/write";
import type { User } from "../../../bindings/User";
import { notifyError } from "../../../components/notify";
import { messages } from "../../../messages";
import { givenRoles, isGivenRole } from "./roles";

const text = messages.settings.users;

/** Of all changes together: off, on and off again are three actions, also when the answer to the first was lost. */
const unanswered: Unanswered = new Map();

function useChange() {
  const { mutate, isPending } = useWrite("user.change", { onSuccess: () => unanswered.clear(), unanswered });
  return { change: (input: Input<"user.change">) => mutate(input, { onError: notifyError }), isPending };
}

/** What a user may do, and another role for them where it can be given: the owner's cannot change. */
export function RoleSelect({ user }: { user: User }) {
  const { change, isPending } = useChange();
  const { allowed } = usePermission("user.change");
  if (user.role === "owner" || !allowed) return messages.roles[user.role];
  return (
    <NativeSelect
      aria-label={text.roleOf(user.name)}
      data={givenRoles}
      value={user.role}
      disabled={isPending}
      onChange={(event) => {
        const role = event.currentTarget.value;
        if (isGivenRole(role)) change({ user_id: user.user_id, role });
      }}
    />
  );
}

/** Whether a user may sign in. The owner always may. */
export function ActiveSwitch({ user }: { user: User }) {
  const { change, isPending } = useChange();
  const { allowed } = usePermission("user.change");
  return (
    <Switch
      aria-label={text.mayWork(user.name)}
      checked={user.is_active}
      disabled={user.role === "owner" || !allowed || isPending}
      withThumbIndicator={false}
      onChange={(event) => change({ user_id: user.user_id, is_active: event.currentTarget.checked })}
    />
  );
}
