// Texts of the page of the board links; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Liên kết màn hình',
  intro:
    'Mỗi liên kết mở bảng trực tiếp trên một màn hình treo tường, chỉ xem, không cần đăng nhập. Thu hồi lúc nào cũng được.',
  empty: 'Chưa có liên kết nào',
  emptyHint: 'Tạo một liên kết cho mỗi màn hình để thu hồi riêng được.',
  label: 'Tên màn hình',
  labelHint: 'Ví dụ: Sảnh tầng 1',
  labelMissing: 'Hãy đặt tên để sau này biết liên kết thuộc màn hình nào.',
  create: 'Tạo liên kết',
  creating: 'Đang tạo…',
  createdNow: 'Liên kết cho “{label}”',
  once: 'Liên kết chỉ hiện một lần này. Hãy mở nó trên màn hình hoặc chép lại ngay.',
  url: 'Địa chỉ',
  dismiss: 'Đã lưu, đóng lại',
  revoke: 'Thu hồi',
  revokeNamed: 'Thu hồi {label}',
  revokeAsk: 'Thu hồi liên kết “{label}”? Màn hình đang dùng nó sẽ ngừng hiện số liệu ngay.',
  revokeYes: 'Thu hồi liên kết',
  revoked: 'Đã thu hồi liên kết “{label}”.',
};

export type LinksText = keyof typeof vi;

export const en: Record<LinksText, string> = {
  title: 'Screen links',
  intro:
    'Each link opens the live board on one wall screen: read-only, without signing in, and revocable at any time.',
  empty: 'No links yet',
  emptyHint: 'Create one for each screen, so that each can be revoked alone.',
  label: 'Name of the screen',
  labelHint: 'For example: Ground floor hall',
  labelMissing: 'Give it a name, so that you know later which screen uses it.',
  create: 'Create a link',
  creating: 'Creating…',
  createdNow: 'Link for “{label}”',
  once: 'The link is shown only this once. Open it on the screen or copy it now.',
  url: 'Address',
  dismiss: 'Saved, close this',
  revoke: 'Revoke',
  revokeNamed: 'Revoke {label}',
  revokeAsk: 'Revoke the link “{label}”? The screen that uses it stops showing figures at once.',
  revokeYes: 'Revoke the link',
  revoked: 'The link “{label}” is revoked.',
};

export const lkt = translator({ vi, en });
