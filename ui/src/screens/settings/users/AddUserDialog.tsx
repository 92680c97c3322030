import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { neededText } from "../../../fields/values";
import { messages } from "../../../messages";
import { type GivenRole, givenRoles, isGivenRole } from "./roles";

const text = messages.settings.users;

/** Someone who may work in the book from now on. */
export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const form = useForm<{ name: string; role: GivenRole }>({
    initialValues: { name: "", role: "officer" },
    validate: { name: neededText },
    clearInputErrorOnChange: true,
  });
  const add = useWrite("user.add", {
    onSuccess: (user) => {
      notify(text.added(user.name));
      onClose();
    },
  });
  const submit = form.onSubmit(({ name, role }) =>
    add.mutate({ name: name.trim(), role }, { onError: (error) => showFieldError(form, error) }),
  );
  return (
    <FormDialog
      title={text.add}
      submit={text.add}
      pending={add.isPending}
      error={errorBesideNoField(form, add.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={text.name}
        description={text.nameHint}
        data-autofocus
        maxLength={200}
        {...form.getInputProps("name")}
      />
      <NativeSelect
        label={text.role}
        description={messages.roleMeanings[form.values.role]}
        data={givenRoles}
        value={form.values.role}
        error={form.errors["role"]}
        onChange={(event) => {
          const role = event.currentTarget.value;
          if (isGivenRole(role)) form.setFieldValue("role", role);
        }}
      />
    </FormDialog>
  );
}
