import type { Metadata } from "next";
import Link from "next/link";
import { env } from "#platform/env";
import { paths } from "#platform/paths";
import { Card, CardBody } from "#ui/card";
import { ForgotForm } from "./_forgot-form.client.tsx";

export const metadata: Metadata = { title: "Forgot the password" };

/** The ways back in: by mail where this installation sends any, by an owner, by the server's operator. */
export default function ForgotPage() {
  const { SMTP_URL, VALUELOOP_URL } = env();
  return (
    <Card>
      <CardBody>
        <div className="flex flex-col gap-3">
          <h1 className="text-base">Forgot the password?</h1>
          {SMTP_URL && VALUELOOP_URL ? <ForgotForm /> : null}
          <p className="text-text-2">
            An owner or admin of your organisation can give you a link to set a new one: Settings, Members,
            your row, “Password link”.
          </p>
          <p className="text-text-2">
            If you are the only owner, run this on the server, with the studio stopped where it uses its
            embedded database:
          </p>
          <code className="rounded-md bg-sunken px-2 py-1.5 font-mono text-sm break-all">
            npm run reset-password -- --email you@example.com
          </code>
          <p className="text-sm">
            <Link href={paths.signIn()} className="text-text-2 underline hover:text-text">
              Back to sign in
            </Link>
          </p>
        </div>
      </CardBody>
    </Card>
  );
}
