/** Header in which a screen on a wall sends its link's token: an address would be kept by proxies and their logs. */
export const boardLinkHeader = 'x-langnghe-board-link';
