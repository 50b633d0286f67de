// Texts of the page of the officer's counter; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Quầy của tôi',
  at: 'Quầy',
  procedure: 'Thủ tục vừa giải quyết',
  change: 'Đổi thủ tục',
  choose: 'Chọn thủ tục',
  recent: 'Vừa dùng',
  search: 'Tìm theo tên, mã hoặc lĩnh vực',
  matches: '{n} thủ tục khớp',
  matchesMore: 'Hiện {shown} trên {n} thủ tục khớp, gõ thêm để thu hẹp',
  noMatch: 'Không có thủ tục nào khớp với “{query}”',
  keep: 'Giữ thủ tục đang chọn',
  proceduresNone: 'Danh sách thủ tục đang trống',
  proceduresNoneHint: 'Người quản trị cần nhập danh sách thủ tục trước khi ghi lượt.',
  done: 'Xong lượt',
  sending: 'Đang ghi…',
  recorded: 'Đã ghi',
  recordedStatus: 'Đã ghi một lượt: {procedure}. Hôm nay {n} lượt.',
  visitsToday: 'lượt đã ghi hôm nay',
  failed: 'Lượt này chưa được xác nhận là đã ghi',
  resend: 'Gửi lại',
  drop: 'Thôi, không gửi lại',
  resendHint: 'Gửi lại bao nhiêu lần cũng chỉ tính một lượt.',
  offDuty: 'Hiện anh/chị không có ca trực tại quầy nào',
  offDutyHint:
    'Nút “Xong lượt” chỉ dùng được khi có lịch trực. Nếu đang ngồi quầy, hãy báo người quản lý cập nhật lịch trực; trang này tự kiểm tra lại mỗi phút.',
  checkAgain: 'Kiểm tra lại',
  unknownProcedure: 'Thủ tục này không còn trong danh sách. Hãy chọn lại.',
};

export type CounterText = keyof typeof vi;

export const en: Record<CounterText, string> = {
  title: 'My counter',
  at: 'Counter',
  procedure: 'Procedure just served',
  change: 'Change procedure',
  choose: 'Choose the procedure',
  recent: 'Used recently',
  search: 'Search by name, code or field',
  matches: '{n} procedures match',
  matchesMore: '{shown} of {n} matching procedures, type more to narrow down',
  noMatch: 'No procedure matches “{query}”',
  keep: 'Keep the chosen procedure',
  proceduresNone: 'The list of procedures is empty',
  proceduresNoneHint: 'An administrator has to import the procedures before visits can be recorded.',
  done: 'Visit done',
  sending: 'Recording…',
  recorded: 'Recorded',
  recordedStatus: 'One visit recorded: {procedure}. {n} today.',
  visitsToday: 'recorded today',
  failed: 'It is not confirmed that this visit was recorded',
  resend: 'Send again',
  drop: 'Do not send again',
  resendHint: 'However often it is sent, it counts as one visit.',
  offDuty: 'You are not on duty at a counter now',
  offDutyHint:
    'The “Visit done” button works only while you are on duty. If you are at a counter, ask the manager to update the duty list; this page checks again every minute.',
  checkAgain: 'Check again',
  unknownProcedure: 'This procedure is no longer in the list. Choose again.',
};

export const cnt = translator({ vi, en });
