import { googleClientId } from './google.ts';
import { microsoftClientId } from './microsoft.ts';

/** Where an app finds the parts of a sandbox. */
export interface SandboxPlaces {
  readonly googlePort: number;
  readonly clientSecret: string;
  readonly microsoftPort: number;
  readonly smtp: { readonly starttls: number; readonly implicit: number };
  /** Beside the policy file. */
  readonly caFileName: string;
}

/** Answers the policy file that sends an app to a sandbox, in the format of `docs/administrators.md`. */
export const policyFor = ({
  googlePort,
  clientSecret,
  microsoftPort,
  smtp,
  caFileName,
}: SandboxPlaces): string => {
  const googleUrl = `http://localhost:${googlePort}`;
  const microsoftHost = `localhost:${microsoftPort}`;
  const tenantUrl = `http://${microsoftHost}/organizations`;
  const policy = {
    version: 1,
    setBy: 'SMTP Setup sandbox',
    certificateAuthorities: caFileName,
    providers: {
      google: {
        clientId: googleClientId,
        clientSecret,
        issuer: googleUrl,
        authorizationEndpoint: `${googleUrl}/o/oauth2/v2/auth`,
        tokenEndpoint: `${googleUrl}/token`,
        revocationEndpoint: `${googleUrl}/revoke`,
        gmailApi: googleUrl,
        smtp: { host: 'localhost', port: smtp.implicit, tlsMethod: 'implicit' },
      },
      microsoft: {
        clientId: microsoftClientId,
        tenant: 'organizations',
        // MSAL takes https authorities only; nothing is fetched from this one.
        authority: `https://${microsoftHost}/organizations`,
        issuer: `http://${microsoftHost}/{tenantid}/v2.0`,
        authorizationEndpoint: `${tenantUrl}/oauth2/v2.0/authorize`,
        tokenEndpoint: `${tenantUrl}/oauth2/v2.0/token`,
        jwksUri: `${tenantUrl}/discovery/v2.0/keys`,
        graphApi: `http://${microsoftHost}`,
        smtp: { host: 'localhost', port: smtp.starttls, tlsMethod: 'starttls' },
      },
    },
  };
  return `${JSON.stringify(policy, undefined, 2)}\n`;
};
