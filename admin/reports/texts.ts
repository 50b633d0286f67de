// Texts of the unit's report; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Báo cáo của trung tâm',
  'title.of': 'Báo cáo {period}',
  print: 'In báo cáo',
  pdf: 'Tải bản PDF',
  export: 'Xuất số liệu',

  'period.bad': 'Kỳ ghi trong địa chỉ không đúng',
  'period.badHint': 'Báo cáo lập theo tháng (2026-10) hoặc quý (2026-Q4).',
  'period.toPresent': 'Về kỳ hiện tại',

  'empty.unsealed': 'Chưa có số liệu nào được chốt sổ',
  'empty.unsealedHint':
    'Báo cáo chỉ dùng số liệu đã công bố, có sau khi ngày làm việc được chốt vào ban đêm. Số lượt trong ngày xem ở trang Bảng trực tiếp.',
  'empty.period': 'Không có số liệu trong {period}',
  'empty.periodHint': 'Không có lượt phục vụ và phản hồi nào đã chốt sổ cho kỳ này. Hãy xem kỳ khác.',

  'head.standing': 'Tình trạng',
  'head.asOf': 'Số liệu tính đến',
  'head.sealed': 'hết ngày {day}, lần chốt sổ gần nhất',
  'head.checkpoint': 'Điểm kiểm tra',
  'head.leaves': '{n} dòng trong sổ {origin}',
  'head.noCheckpoint': 'Chưa ký điểm kiểm tra nào',
  'head.root': 'Mã gốc',
  'head.policy': 'Quy định áp dụng',
  'head.policyOf': '{title} ({id}, bản {version})',
  'head.policyDefault': 'Quy tắc mặc định của hệ thống',
  'standing.running': 'Kỳ đang diễn ra, số liệu còn thay đổi mỗi đêm',
  'standing.settling': 'Kỳ đã hết ngày, phản hồi còn có thể đến',
  'standing.over': 'Kỳ đã kết thúc, không còn phản hồi nào có thể đến',

  'figure.visits': 'Lượt phục vụ',
  'figure.selfReported': 'trong đó {n} lượt do cán bộ tự ghi nhận',
  'figure.responses': 'Phản hồi',
  'figure.uninvited': 'ngoài lượt mời: {n}',
  'figure.rate': 'Tỷ lệ phản hồi',
  'figure.rateOf': '{answered} trên {invited} lượt được mời',
  'figure.noRate': 'Không tính được',
  'figure.noRateHint': 'Không có lượt mời nào do hệ thống một cửa hoặc máy lấy số báo',
  'figure.share': 'Tỷ lệ hài lòng',
  'figure.mean': 'Điểm trung bình (0–100)',
  'figure.interval': 'khoảng tin cậy {interval}',
  insufficient: 'Chưa đủ dữ liệu',
  'insufficient.hint': 'mới có {n} phản hồi, cần {min}',
  'insufficient.wide': 'mới có {n} phản hồi, khoảng tin cậy còn quá rộng',

  'level.title': 'Mức hài lòng của trung tâm',
  'level.lead':
    'Tỷ lệ hài lòng là tỷ lệ phản hồi “hài lòng” và “rất hài lòng” trong số phản hồi được tính. Khoảng tin cậy {confidence} cho biết kết quả thực tế có thể nằm ở đâu; không nên đọc kết quả mà bỏ qua khoảng này.',
  'level.caption': 'Số phản hồi theo từng mức, {period}',
  'level.none': 'Chưa có phản hồi nào được công bố trong kỳ này.',
  'level.share': 'Tỷ lệ hài lòng',
  'level.mean': 'Điểm trung bình, thang 0–100',
  'level.counted': 'Phản hồi được tính',
  'level.unpublished': 'Đã trả lời, chưa công bố',
  'level.unpublishedHint': 'nhóm còn quá nhỏ để công bố mức',
  'level.withExcluded': 'Nếu tính cả phản hồi đã loại',
  'level.withExcludedOf': '{value} trên {n} phản hồi',

  'chart.showTable': 'Hiện bảng số liệu',
  'series.title.day': 'Lượt phục vụ và phản hồi theo ngày',
  'series.title.week': 'Lượt phục vụ và phản hồi theo tuần',
  'series.day': 'Ngày',
  'series.week': 'Tuần',
  'series.weekDays': 'Từ ngày, đến ngày',
  'series.rate.day': 'Tỷ lệ phản hồi theo ngày',
  'series.rate.week': 'Tỷ lệ phản hồi theo tuần',
  'series.none': 'Không có lượt phục vụ nào trong kỳ.',

  'weeks.title': 'Tỷ lệ hài lòng theo tuần',
  'weeks.lead':
    'Mỗi tuần cộng trọn các nhóm phản hồi đã công bố. Vạch đứng là khoảng tin cậy: hai khoảng còn chồng lên nhau thì chưa thể nói tuần nào hơn tuần nào.',
  'weeks.noWeek': '{n} phản hồi chỉ được công bố theo tháng nên không thuộc tuần nào.',
  'weeks.excluded':
    'Số liệu tuần vẫn gồm {n} phản hồi đã bị loại, để không ai suy ra được phản hồi nào đã bị loại.',
  'weeks.none': 'Chưa đủ dữ liệu để nêu mức theo tuần.',

  'history.title': 'Mười hai tháng đến {month}',
  'history.lead': 'Chỉ những tháng có số liệu. Tháng chưa đủ phản hồi thì không nêu tỷ lệ.',
  'history.month': 'Tháng',

  'modes.title': 'Theo cách trả lời',
  'modes.mode': 'Cách trả lời',
  'procedures.title': 'Theo thủ tục',
  'procedures.procedure': 'Thủ tục',
  'groups.lead':
    'Mức chỉ nêu cho những nhóm phản hồi công bố trọn vẹn, mỗi nhóm từ {n} phản hồi trở lên. Số phản hồi đã nhận vì vậy thường lớn hơn số phản hồi nêu mức.',
  'procedures.hint':
    'Thủ tục có quá ít phản hồi trong ngày được nêu mức ở dòng lĩnh vực hoặc “các thủ tục khác”; ở các dòng đó số phản hồi nêu mức có thể lớn hơn số phản hồi đã nhận.',
  'groups.responses': 'Phản hồi đã nhận',
  'groups.n': 'Phản hồi nêu mức',
  'groups.ungrouped': '{n} phản hồi đã công bố không được chia theo cách trả lời và thủ tục.',

  'officers.title': 'Cán bộ',
  'officers.lead':
    'Xếp theo mã, không xếp hạng: công việc của mỗi người khác nhau, và hai khoảng còn chồng lên nhau thì chưa thể nói ai hơn ai.',
  'officers.none': 'Không có cán bộ nào có lượt phục vụ hoặc phản hồi trong kỳ.',

  'decisions.title': 'Khiếu nại và loại trừ',
  'decisions.contests': 'Người dân báo “không phải tôi trả lời”',
  'decisions.excluded': 'Phản hồi bị loại theo quyết định của hai người',
  'decisions.hint':
    'Không phản hồi nào bị xóa. Phản hồi bị loại vẫn ở trong sổ, và kết quả được nêu cả khi tính và khi không tính.',

  'method.title': 'Cách lập báo cáo',
  'method.published':
    'Báo cáo chỉ dùng số liệu đã chốt sổ và công bố; ngày đang mở không nằm trong báo cáo. Phản hồi được công bố theo nhóm từ {n} phản hồi trở lên, và mọi con số cộng trọn các nhóm đó.',
  'method.tiers.invited': 'Chỉ phản hồi theo lượt mời (mã trên phiếu, máy tại quầy) được tính vào mức.',
  'method.tiers.more': 'Quy định cho tính vào mức cả phản hồi ngoài lượt mời.',
  'method.interval':
    'Khoảng tin cậy của tỷ lệ tính theo Wilson, mở rộng ở hai đầu thang; giả định các câu trả lời độc lập với nhau.',
  'method.rate':
    'Tỷ lệ phản hồi lấy từ sổ tổng hợp lượt phục vụ mỗi đêm; lượt do cán bộ tự ghi nhận không có tỷ lệ.',
  'method.check':
    'Ai cũng kiểm tra được: điểm kiểm tra nêu trên là công khai, và lệnh verify tính lại từ gói kiểm toán.',
  'method.version': 'Phương pháp {name}. Tính lúc {moment}.',
} as const;

type Key = keyof typeof vi;

export const en: Record<Key, string> = {
  title: "The centre's report",
  'title.of': 'Report for {period}',
  print: 'Print report',
  pdf: 'Download PDF',
  export: 'Export rows',

  'period.bad': 'The period in the address is not right',
  'period.badHint': 'Reports are for a month (2026-10) or a quarter (2026-Q4).',
  'period.toPresent': 'To the present period',

  'empty.unsealed': 'Nothing has been sealed yet',
  'empty.unsealedHint':
    "The report uses published figures only, which there are once a working day has been sealed at night. Today's counts are on the live board.",
  'empty.period': 'No figures in {period}',
  'empty.periodHint': 'No visit and no response of this period has been sealed. Look at another period.',

  'head.standing': 'State',
  'head.asOf': 'Figures up to',
  'head.sealed': 'the end of {day}, the last seal',
  'head.checkpoint': 'Checkpoint',
  'head.leaves': '{n} lines of the log {origin}',
  'head.noCheckpoint': 'No checkpoint has been signed yet',
  'head.root': 'Root hash',
  'head.policy': 'Policy in force',
  'head.policyOf': '{title} ({id}, version {version})',
  'head.policyDefault': "The system's rules by default",
  'standing.running': 'The period is running: figures change every night',
  'standing.settling': 'The period’s days are over; responses may still arrive',
  'standing.over': 'The period is over; no more responses can arrive',

  'figure.visits': 'Visits',
  'figure.selfReported': '{n} of them reported by officers',
  'figure.responses': 'Responses',
  'figure.uninvited': 'without invitation: {n}',
  'figure.rate': 'Response rate',
  'figure.rateOf': '{answered} of {invited} invited',
  'figure.noRate': 'Cannot be told',
  'figure.noRateHint': 'No visit was announced by the one-stop system or the queue',
  'figure.share': 'Share satisfied',
  'figure.mean': 'Mean (0–100)',
  'figure.interval': 'interval {interval}',
  insufficient: 'Not enough data',
  'insufficient.hint': '{n} responses so far, {min} needed',
  'insufficient.wide': '{n} responses so far, the interval is still too wide',

  'level.title': "The centre's level",
  'level.lead':
    'The share satisfied is that of “satisfied” and “very satisfied” among the responses that count. The {confidence} confidence interval says where the true figure may lie; do not read the one without the other.',
  'level.caption': 'Responses by level, {period}',
  'level.none': 'No response of this period has been published yet.',
  'level.share': 'Share satisfied',
  'level.mean': 'Mean, 0–100',
  'level.counted': 'Responses that count',
  'level.unpublished': 'Answered, not published yet',
  'level.unpublishedHint': 'groups too small for a level',
  'level.withExcluded': 'With excluded responses counted',
  'level.withExcludedOf': '{value} of {n} responses',

  'chart.showTable': 'Show the table',
  'series.title.day': 'Visits and responses by day',
  'series.title.week': 'Visits and responses by week',
  'series.day': 'Day',
  'series.week': 'Week',
  'series.weekDays': 'From, to',
  'series.rate.day': 'Response rate by day',
  'series.rate.week': 'Response rate by week',
  'series.none': 'No visits in this period.',

  'weeks.title': 'Share satisfied by week',
  'weeks.lead':
    'Each week adds up whole published groups. Upright lines are confidence intervals: where two overlap, neither week can be said to be better.',
  'weeks.noWeek': '{n} responses were published by the month only and belong to no week.',
  'weeks.excluded':
    'Weeks still hold {n} excluded responses, so that nobody can work out which response was excluded.',
  'weeks.none': 'Not enough data for levels by week.',

  'history.title': 'Twelve months to {month}',
  'history.lead': 'Only months with figures. A month with too few responses has no share.',
  'history.month': 'Month',

  'modes.title': 'By way of answering',
  'modes.mode': 'Way of answering',
  'procedures.title': 'By procedure',
  'procedures.procedure': 'Procedure',
  'groups.lead':
    'Levels stand only for groups of responses published whole, each of {n} or more. So more responses are received than have a level here.',
  'procedures.hint':
    'Where a procedure has too few responses in a day, their level is in the line of its field or of the other procedures; there more responses can have a level than were received.',
  'groups.responses': 'Responses received',
  'groups.n': 'Responses with a level',
  'groups.ungrouped': '{n} published responses are not divided by way of answering and procedure.',

  'officers.title': 'Officers',
  'officers.lead':
    'By code, not ranked: everyone’s work is different, and where two intervals overlap nobody can be said to be better.',
  'officers.none': 'No officer has visits or responses in this period.',

  'decisions.title': 'Contests and exclusions',
  'decisions.contests': 'Citizens who said “it was not me”',
  'decisions.excluded': 'Responses excluded by decision of two persons',
  'decisions.hint':
    'No response is deleted. Excluded ones stay in the log, and the result is given with and without them.',

  'method.title': 'How this report is made',
  'method.published':
    'The report uses sealed and published figures only; the open day is not in it. Responses are published in groups of {n} or more, and every number adds up whole groups.',
  'method.tiers.invited':
    'Only responses by invitation (code on the slip, device at the counter) count for the level.',
  'method.tiers.more': 'By the policy, responses without an invitation count for the level too.',
  'method.interval':
    'Intervals of shares are Wilson’s, opened at the ends of the scale; they take answers to be independent.',
  'method.rate':
    'The response rate comes from the nightly tallies of visits; visits reported by officers themselves have none.',
  'method.check':
    'Anyone can check: the checkpoint above is public, and the command verify computes again from an audit bundle.',
  'method.version': 'Method {name}. Computed at {moment}.',
};

export const text = translator({ vi, en });
