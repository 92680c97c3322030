import { NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { focusWhenShown } from "../../../fields/focus-when-shown";
import { PathField } from "../../../fields/PathField";
import type { Encryption } from "../../../format/shared-address";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import classes from "../FirstRun.module.css";
import type { ServerForm } from "./use-server-form";

const text = messages.server;
const optional = (label: string) => `${label} (${messages.common.optional})`;

const encryptions: ReadonlyArray<{ value: Encryption; label: string }> = [
  { value: "verify-full", label: text.encryptions.verified },
  { value: "disable", label: text.encryptions.none },
];

type Props = { server: ServerForm; focusFirst?: boolean };

/** Where a shared book is, and who asks for it. */
export function ServerFields({ server, focusFirst = false }: Props) {
  const { form, passwordAsked } = server;
  const plain = { spellCheck: false, autoCapitalize: "none", autoComplete: "off" } as const;
  return (
    <>
      <div className={classes.hostAndPort}>
        <TextInput
          {...plain}
          label={text.host}
          ref={focusFirst && !passwordAsked ? focusWhenShown : undefined}
          {...form.getInputProps("host")}
        />
        <TextInput {...plain} label={text.port} inputMode="numeric" {...form.getInputProps("port")} />
      </div>
      <div className={classes.pair}>
        <TextInput {...plain} label={text.database} {...form.getInputProps("database")} />
        <TextInput
          {...plain}
          label={optional(text.book)}
          description={text.bookHint}
          {...form.getInputProps("book")}
        />
      </div>
      <div className={classes.pair}>
        <TextInput {...plain} label={text.user} autoComplete="username" {...form.getInputProps("user")} />
        <PasswordInput
          label={text.password}
          description={passwordAsked ? text.passwordNeeded : null}
          ref={passwordAsked ? focusWhenShown : undefined}
          autoComplete="current-password"
          // Mantine tells this of every field but this kind.
          aria-invalid={form.errors["password"] ? true : undefined}
          {...form.getInputProps("password")}
        />
      </div>
      <NativeSelect label={text.encryption} data={encryptions} {...form.getInputProps("encryption")} />
      {form.values.encryption === "disable" ? null : (
        <PathField
          label={optional(text.certificate)}
          description={text.certificateHint}
          {...form.getInputProps("certificate")}
          value={form.values.certificate}
          onChoose={() => platform.chooseCertificate()}
        />
      )}
    </>
  );
}
