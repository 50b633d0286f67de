// What neither the first screen nor a tap on a face waits for: the questions after the thanks, QR codes, the staff menu,
// the live line. They bring the large libraries (socket.io, zod, QR codes, hashes) and come in one file after the first
// paint (Controller.loadLater); the service worker keeps them with the rest.
import { type Offer, offerSchema } from '../../shared/contract/visits.ts';

export { ItemsScreen } from './ItemsScreen.tsx';
export { openLine } from './line.ts';
export { QrImage } from './QrImage.tsx';
export { StaffMenu } from './StaffMenu.tsx';

/** What the server answered to a slip's code. Throws when it is no offer. */
export const offerOf = (body: unknown): Offer => offerSchema.parse(body);
