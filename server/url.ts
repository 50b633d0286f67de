/** The address a text states; null where it states none. (`URL.parse` is younger than the oldest Node.js this runs on.) */
export const urlOf = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);
