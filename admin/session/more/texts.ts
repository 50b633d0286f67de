// Texts of signing in that most never see: the second step, what the identity provider said, a server without users. They
// travel apart from the first load. English is typed by the Vietnamese keys.
import { translator } from '../../i18n/locale.ts';

export const vi = {
  code: 'Mã xác thực',
  codeHint: 'Mã 6 số trong ứng dụng xác thực trên điện thoại, hoặc một mã dự phòng.',
  codeWrong: 'Mã không đúng hoặc đã dùng. Hãy đợi mã mới rồi nhập lại.',
  back: 'Đăng nhập bằng tài khoản khác',
  tooLate: 'Đã quá lâu. Hãy nhập lại tên và mật khẩu.',
  isNew: 'Máy chủ chưa có người dùng. Hãy mở liên kết cài đặt mà máy chủ đã in khi khởi động.',
  'provider.failed':
    'Hệ thống đăng nhập chung chưa xác nhận được. Hãy thử lại; nếu lặp lại, hãy báo người quản trị hệ thống.',
  'provider.expired': 'Lần đăng nhập này đã hết hạn hoặc đã dùng. Hãy đăng nhập lại từ đầu.',
  'provider.unmapped':
    'Tài khoản của anh/chị chưa được cấp vai trò tại trung tâm này. Hãy hỏi người quản trị hệ thống.',
  'provider.officer-unknown':
    'Mã cán bộ của tài khoản này chưa có trong danh sách của trung tâm. Hãy hỏi người quản trị hệ thống.',
  'provider.name-taken': 'Tên này đã là một tài khoản khác của trung tâm. Hãy hỏi người quản trị hệ thống.',
  'provider.disabled': 'Tài khoản này đã bị khóa tại trung tâm. Hãy hỏi người quản trị hệ thống.',
};
export type SignInText = keyof typeof vi;

export const en: Record<SignInText, string> = {
  code: 'Code',
  codeHint: 'The 6 digits your authenticator shows, or a recovery code.',
  codeWrong: 'The code is wrong or was used. Wait for a new one and enter that.',
  back: 'Use another account',
  tooLate: 'That took too long. Please enter name and password again.',
  isNew: 'The server has no users yet. Open the set-up link it printed when it started.',
  'provider.failed':
    'The identity provider could not confirm you. Please try again; if it happens again, tell the administrator.',
  'provider.expired': 'This sign-in has expired or was used. Please begin again.',
  'provider.unmapped': 'Your account has no role at this centre. Please ask the administrator.',
  'provider.officer-unknown':
    'The officer code of your account is not in the centre’s roster. Please ask the administrator.',
  'provider.name-taken': 'Another account of the centre has this name. Please ask the administrator.',
  'provider.disabled': 'This account is locked at the centre. Please ask the administrator.',
};

export const signInText = translator({ vi, en });
