// How a paired kiosk signs: headers and texts. Apart from the schemas, so that a kiosk's first script does without zod.

/** Headers of a device's signed request; the signature is ECDSA P-256 over SHA-256, IEEE P1363 form, base64. */
export const deviceHeader = 'x-langnghe-device';
export const signatureHeader = 'x-langnghe-signature';

/** Text a device signs: the request's method, path and the hex SHA-256 of its body. */
export const requestText = (method: string, path: string, bodySha256Hex: string): string =>
  `langnghe/request/v1\n${method.toUpperCase()}\n${path}\n${bodySha256Hex}\n`;

/** Text a device signs to open its socket; `issuedAt` is epoch milliseconds by the device's clock. */
export const socketText = (deviceId: string, nonce: string): string =>
  `langnghe/socket/v1\n${deviceId}\n${nonce}\n`;
