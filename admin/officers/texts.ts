// Texts of the officers' pages; they travel with the pages' own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  'period.choose': 'Kỳ đánh giá',
  'period.month': 'Tháng',
  'period.quarter': 'Quý',
  'period.year': 'Năm',
  'period.previous': 'Kỳ trước',
  'period.next': 'Kỳ sau',
  'period.bad': 'Kỳ ghi trong địa chỉ không đúng',
  'period.badHint': 'Kỳ được viết như 2026-10 (tháng), 2026-Q4 (quý) hoặc 2026 (năm).',
  'period.toPresent': 'Về kỳ hiện tại',

  'state.ok': 'Đủ dữ liệu',
  'state.insufficient-data': 'Chưa đủ dữ liệu',
  'state.not-comparable': 'Không so sánh được',

  print: 'In trang này',
  age: 'Số liệu tính lúc {moment}, từ {n} dòng trong sổ.',
  back: 'Danh sách cán bộ',

  'empty.unsealed': 'Chưa có số liệu nào được chốt sổ',
  'empty.unsealedHint':
    'Kết quả chỉ có sau khi ngày làm việc được chốt vào ban đêm và có đủ nhóm phản hồi. Số lượt trong ngày xem ở trang Bảng trực tiếp.',
  'empty.period': 'Không có số liệu trong {period}',
  'empty.periodHint': 'Không có lượt phục vụ và phản hồi nào đã ghi cho kỳ này. Hãy xem kỳ khác.',
  'empty.officer': 'Không có số liệu của cán bộ {code} trong {period}',
  'empty.officerHint':
    'Không có lượt phục vụ và phản hồi nào trong kỳ này, hoặc mã cán bộ không có trong danh sách.',
  'empty.own': 'Chưa có số liệu của anh/chị trong {period}',
  'empty.ownHint':
    'Kết quả hiện sau khi ngày làm việc được chốt vào ban đêm. Hãy xem kỳ khác hoặc quay lại sau.',
  'empty.presentMonth': 'kỳ hiện tại',

  'list.results': 'Kết quả của từng cán bộ',
  'list.lead.shareSatisfied':
    'Kết quả là tỷ lệ phản hồi “hài lòng” và “rất hài lòng” của riêng từng cán bộ. Vạch ngang là khoảng tin cậy: ít phản hồi thì vạch dài.',
  'list.lead.meanHundred':
    'Kết quả là điểm trung bình trên thang 0–100 của riêng từng cán bộ. Vạch ngang là khoảng tin cậy: ít phản hồi thì vạch dài.',
  'list.notRanking': 'Bảng không xếp hạng: công việc của mỗi người khác nhau.',
  'list.order': 'Thứ tự',
  'list.byCode': 'Theo mã',
  'list.byName': 'Theo tên',
  'list.byComparison': 'Theo mức so sánh',
  'list.officer': 'Cán bộ',
  'list.state': 'Trạng thái',
  'list.result': 'Kết quả',
  'list.interval': 'Khoảng tin cậy',
  'list.n': 'Phản hồi',
  'list.rate': 'Tỷ lệ phản hồi',
  'list.visits': '{n} lượt phục vụ',
  'list.noRate': 'Không tính',
  'list.adjusted': 'Đã điều chỉnh: {value}',
  'list.withheld': 'Chưa nêu kết quả',
  'list.nShort': 'mới có {n} phản hồi',

  'comparison.title': 'So sánh giữa các cán bộ',
  'comparison.titleOne': 'So sánh với các cán bộ khác',
  'comparison.label': 'Chỉ để so sánh',
  'comparison.lead':
    'Mức so sánh đã tính đến thủ tục được giao và được kéo về gần mức chung khi có ít phản hồi. Đây không phải là kết quả của cán bộ và không dùng để chấm điểm.',
  'comparison.overlap':
    'Hai con số khác nhau chưa đủ để nói ai hơn ai: chỉ nêu khác biệt khi cả khoảng của mức chênh lệch giữa hai người lớn hơn 0. Thứ tự trong bảng không phải là thứ hạng.',
  'comparison.noReference':
    'Kỳ này chưa có số liệu tham chiếu nên chưa so sánh được. Số liệu tham chiếu được chốt vào đêm trước khi tháng bắt đầu.',
  'comparison.noReferenceOrData':
    'Chưa so sánh được: kỳ này chưa có số liệu tham chiếu, hoặc chưa có phản hồi.',
  'comparison.noDifference': 'Chưa có hai cán bộ nào khác nhau rõ, nên bảng chỉ xếp theo mã hoặc theo tên.',
  'comparison.estimate': 'Mức so sánh',
  'comparison.apart': 'Khác biệt thể hiện rõ',
  'comparison.above': 'cao hơn {n} người',
  'comparison.below': 'thấp hơn {n} người',
  'comparison.undecided': 'chưa phân biệt được với {n} người',
  'comparison.differences': 'Từng mức chênh lệch',
  'comparison.difference': '{higher} cao hơn {lower}: {difference} ({interval}).',
  'comparison.alone': 'không có ai để so sánh',
  'comparison.unreliable': 'Chưa đủ tin cậy để so sánh',
  'comparison.tooFew': 'Chưa đủ dữ liệu để so sánh',
  'comparison.notShared': 'Công việc có quá ít phần chung với người khác nên không so sánh được',
  'comparison.reliability': 'Độ tin cậy của phép so sánh: {value}.',

  'result.title': 'Kết quả',
  'result.shareSatisfied': 'Tỷ lệ hài lòng',
  'result.meanHundred': 'Điểm trung bình (thang 0–100)',
  'result.provisional': 'Tạm tính, chưa dùng để quyết định',
  'result.interval': 'Khoảng tin cậy {confidence}: {interval}',
  'result.noInterval': 'Chưa tính được khoảng tin cậy',
  'result.intervalHint':
    'Mức hài lòng thực tế có thể nằm ở đâu đó trong khoảng này. Càng nhiều người dân đánh giá thì khoảng càng hẹp.',
  'result.n': 'Số phản hồi được tính',
  'result.none': 'Chưa có phản hồi nào được công bố trong kỳ này.',
  'result.standardError': 'Sai số chuẩn {value}, tính theo {n} ngày hoặc nhóm ngày',
  'result.excluded':
    'Có {n} phản hồi đã bị loại theo quyết định. Nếu tính cả những phản hồi đó, tỷ lệ hài lòng là {value} trên {all} phản hồi.',
  'result.noExcluded': 'Không có phản hồi nào bị loại.',
  'result.flagged': 'Có {n} phản hồi có dấu hiệu bất thường; dấu hiệu không làm thay đổi kết quả.',

  'reason.too-few-responses':
    'Có {n} phản hồi, cần ít nhất {responsesMin}. Đây không phải là kết quả kém và không được tính là 0 điểm.',
  'reason.interval-too-wide':
    'Khoảng tin cậy rộng {width}, lớn hơn mức tối đa {intervalWidthMax} để quyết định được điểm.',
  'reason.no-interval': 'Chưa tính được khoảng tin cậy, vì phản hồi mới có trong một ngày.',
  'reason.too-little-shared':
    'Chỉ {shared} khối lượng công việc chung là thủ tục cũng có người khác làm, và {known} phản hồi thuộc thủ tục đã có trong số liệu tham chiếu; cần ít nhất {sharedMin}. Kết quả đã ghi nhận được giữ nguyên.',
  'reason.ok': 'Có {n} phản hồi, đủ để đọc kết quả.',

  'levels.title': 'Phản hồi theo từng mức',
  'levels.caption': 'Số phản hồi theo từng mức, {period}',
  'levels.level': 'Mức',
  'levels.distribution': 'Phân bố',
  'levels.count': 'Phản hồi',
  'levels.share': 'Tỷ lệ',
  'levels.total': 'Cộng',

  'breakdown.title': 'Phản hồi theo thủ tục và theo cách gửi',
  'breakdown.lead':
    'Mỗi dòng cộng trọn các nhóm phản hồi đã chốt sổ, mỗi nhóm từ {minimum} phản hồi trở lên. Thủ tục có ít phản hồi trong ngày được gộp vào lĩnh vực hoặc vào “các thủ tục khác”, để không ai suy ra được người dân nào đã trả lời gì.',
  'breakdown.none':
    'Không lập bảng: chính sách cho phép gộp thủ tục thành nhóm nhỏ hơn mức tối thiểu, nên bảng có thể để lộ câu trả lời của một vài người.',
  'breakdown.excluded':
    'Bảng này vẫn gồm {n} phản hồi đã bị loại khỏi kết quả, để không ai suy ra được phản hồi nào đã bị loại.',
  'breakdown.procedure': 'Thủ tục',
  'breakdown.procedure.caption': 'Theo thủ tục',
  'breakdown.mode': 'Cách gửi',
  'breakdown.mode.caption': 'Theo cách gửi',
  'breakdown.other': 'Các thủ tục khác',
  'breakdown.field': 'Lĩnh vực {field}, các thủ tục khác',
  'breakdown.mode.kiosk': 'Máy tại quầy',
  'breakdown.mode.qr': 'Mã QR',
  'breakdown.mode.paper': 'Phiếu giấy',
  'breakdown.mode.link': 'Đường liên kết',
  'breakdown.level.5': 'Rất hài lòng',
  'breakdown.level.4': 'Hài lòng',
  'breakdown.level.3': 'Bình thường',
  'breakdown.level.2': 'Không hài lòng',
  'breakdown.level.1': 'Rất không hài lòng',
  'breakdown.satisfied': 'Tỷ lệ hài lòng',

  'board.officers': 'Kết quả của cán bộ',
  'board.officersIn': 'Kết quả của cán bộ, {period}',
  'board.through': 'Tính đến hết ngày {day}, ngày chốt sổ gần nhất; chưa gồm phản hồi của ngày đang mở.',
  'board.officersNone': 'Chưa có kết quả nào trong tháng này',
  'board.officersNoneHint':
    'Kết quả có sau khi ngày làm việc được chốt vào ban đêm và có đủ nhóm phản hồi. Các tháng trước xem ở trang Cán bộ.',
  'board.toOfficers': 'Xem các kỳ khác và phần so sánh',

  'months.title': 'Các tháng trong năm {year}',
  'months.caption': 'Kết quả từng tháng trong năm {year}',
  'months.month': 'Tháng',
  'months.none': 'Không có phản hồi',
  'months.hint': 'Tháng có ít phản hồi thì khoảng rộng, chỉ nên tham khảo.',
  'trend.title': 'So với kỳ trước',
  'trend.none': 'Chưa có kỳ trước để so sánh.',
  'trend.change': 'So với {period}: {change} (khoảng tin cậy {interval}).',
  'trend.unclear': 'Khoảng này có cả số 0, nên chưa thể nói kết quả đã thay đổi.',
  'trend.up': 'Kết quả đã tăng rõ.',
  'trend.down': 'Kết quả đã giảm rõ.',
  'trend.adjusted': 'Sau khi tính đến công việc được giao: {change}.',

  'response.title': 'Tỷ lệ phản hồi và những người không trả lời',
  'response.visits': 'Lượt phục vụ',
  'response.invited': 'Lượt được mời đánh giá',
  'response.answered': 'Lượt đã trả lời',
  'response.rate': 'Tỷ lệ phản hồi',
  'response.answeredHint': 'Phản hồi chỉ được tính vào kết quả sau khi chốt sổ và đủ nhóm.',
  'response.noRate': 'Không tính tỷ lệ: không có lượt được mời, hoặc lượt do cán bộ tự ghi.',
  'response.everyone': 'Tất cả những người được mời đều đã trả lời.',
  'response.silent': 'Có {n} người được mời nhưng không trả lời.',
  'response.tipping':
    'Nếu kết quả của những người không trả lời chỉ là {silent} (thấp hơn những người đã trả lời {difference}), kết quả chung mới xuống đến ngưỡng điểm {boundary}.',
  'response.tipping.on-boundary':
    'Kết quả nằm đúng ngưỡng điểm {boundary}: những người không trả lời chỉ cần kém hài lòng hơn một chút là điểm giảm.',
  'response.tipping.no-boundaries':
    'Chính sách hiện hành chưa quy định ngưỡng điểm, nên chưa thể nói những người không trả lời phải kém hài lòng đến mức nào thì điểm mới thay đổi.',
  'response.tipping.none-below':
    'Kết quả này thấp hơn mọi ngưỡng điểm, nên những người không trả lời không thể làm điểm giảm thêm.',
  'response.tipping.out-of-reach':
    'Dù tất cả những người không trả lời đều chọn mức thấp nhất, kết quả chung vẫn cao hơn ngưỡng điểm kế dưới: điểm không thay đổi.',
  'response.plausible':
    'Nếu những người không trả lời khác những người đã trả lời tối đa {delta}, kết quả của tất cả nằm {range}.',
  'response.worst':
    'Trường hợp xa nhất, khi tất cả những người không trả lời cùng chọn mức thấp nhất hoặc cùng chọn mức cao nhất: {range}.',

  'adjustment.title': 'Kết quả sau khi tính đến công việc được giao',
  'adjustment.lead':
    'Có thủ tục thường bị đánh giá thấp hơn dù ai tiếp nhận. Bảng dưới tách kết quả thành từng phần; cộng các phần bằng đúng kết quả đã ghi nhận.',
  'adjustment.none': 'Chưa có: kỳ này chưa có số liệu tham chiếu, hoặc chưa có phản hồi.',
  'adjustment.words': 'Giải thích',
  'adjustment.caption': 'Các phần cộng thành kết quả đã ghi nhận',
  'adjustment.part': 'Phần',
  'adjustment.unit.shareSatisfied': 'Điểm phần trăm',
  'adjustment.unit.meanHundred': 'Điểm (thang 0–100)',
  'adjustment.centreLevel': 'Mức chung của trung tâm',
  'adjustment.procedureMix': 'Ảnh hưởng của thủ tục được giao',
  'adjustment.mode': 'Ảnh hưởng của cách gửi đánh giá',
  'adjustment.tier': 'Ảnh hưởng của hình thức mời',
  'adjustment.counter': 'Ảnh hưởng của quầy',
  'adjustment.stratum': 'Ảnh hưởng của “{name}”',
  'adjustment.own': 'Phần của riêng cán bộ',
  'adjustment.rounding': 'Làm tròn',
  'adjustment.observed': 'Kết quả đã ghi nhận',
  'adjustment.adjusted': 'Kết quả đã điều chỉnh: {value} (sai số chuẩn {error}).',
  'adjustment.outside': 'Con số này là phép cộng, nên có thể vượt ra ngoài thang.',
  'adjustment.notComparable': 'Không nêu kết quả đã điều chỉnh.',
  'adjustment.support':
    'Phần công việc chung mà người khác cũng làm: {shared}. Phần phản hồi thuộc thủ tục đã có trong số liệu tham chiếu: {known}.',
  'adjustment.feeds': 'Chính sách cho phép dùng kết quả đã điều chỉnh để chấm điểm.',
  'adjustment.feedsNot': 'Kết quả đã điều chỉnh chỉ nêu kèm, không dùng để chấm điểm.',

  'method.title': 'Cách tính',
  'method.item': 'Câu hỏi',
  'method.item.officer': 'Mức hài lòng với cán bộ phục vụ',
  'method.tiers': 'Phản hồi được tính',
  'method.figure': 'Số liệu dùng để quyết định',
  'method.confidence': 'Độ tin cậy của khoảng',
  'method.reference': 'Số liệu tham chiếu',
  'method.referenceNone': 'Chưa có',
  'method.version': 'Phương pháp',
  'tier.invited': 'từ lượt được mời',
  'tier.presence': 'từ người có mặt tại sảnh',
  'tier.walk-up': 'không qua lời mời',

  'own.lead':
    'Trang này chỉ có số liệu của anh/chị, tính từ phản hồi đã chốt sổ. Việc xem xét phản hồi của người khác không làm kết quả này thay đổi.',
  'own.disagree': 'Nếu không đồng ý với kết quả, anh/chị có quyền đề nghị xem xét lại.',
} as const;

export type TextKey = keyof typeof vi;

export const en: Record<TextKey, string> = {
  'period.choose': 'Period',
  'period.month': 'Month',
  'period.quarter': 'Quarter',
  'period.year': 'Year',
  'period.previous': 'Previous period',
  'period.next': 'Next period',
  'period.bad': 'The period in the address is not one',
  'period.badHint': 'A period is written as 2026-10 (month), 2026-Q4 (quarter) or 2026 (year).',
  'period.toPresent': 'To the present period',

  'state.ok': 'Enough data',
  'state.insufficient-data': 'Not enough data',
  'state.not-comparable': 'Not comparable',

  print: 'Print this page',
  age: 'Computed at {moment}, from {n} entries of the ledger.',
  back: 'All officers',

  'empty.unsealed': 'Nothing has been sealed yet',
  'empty.unsealedHint':
    'Results appear once a working day has been sealed at night and groups of responses are complete. Counts of today are on the live board.',
  'empty.period': 'No figures in {period}',
  'empty.periodHint': 'No visit and no response is recorded for this period. Look at another one.',
  'empty.officer': 'No figures of officer {code} in {period}',
  'empty.officerHint': 'No visit and no response in this period, or the roster has no officer of this code.',
  'empty.own': 'No figures of yours in {period} yet',
  'empty.ownHint':
    'Results appear once the working day has been sealed at night. Look at another period or come back later.',
  'empty.presentMonth': 'the present period',

  'list.results': 'Result of each officer',
  'list.lead.shareSatisfied':
    'The result is the share of “satisfied” and “very satisfied” among the officer’s own responses. The line is the confidence interval: few responses make it long.',
  'list.lead.meanHundred':
    'The result is the mean on 0–100 of the officer’s own responses. The line is the confidence interval: few responses make it long.',
  'list.notRanking': 'This table is no ranking: everyone’s work differs.',
  'list.order': 'Order',
  'list.byCode': 'By code',
  'list.byName': 'By name',
  'list.byComparison': 'By comparison',
  'list.officer': 'Officer',
  'list.state': 'State',
  'list.result': 'Result',
  'list.interval': 'Confidence interval',
  'list.n': 'Responses',
  'list.rate': 'Response rate',
  'list.visits': 'visits: {n}',
  'list.noRate': 'None',
  'list.adjusted': 'Adjusted: {value}',
  'list.withheld': 'No result given',
  'list.nShort': 'responses so far: {n}',

  'comparison.title': 'Comparison between officers',
  'comparison.titleOne': 'Comparison with other officers',
  'comparison.label': 'For comparing only',
  'comparison.lead':
    'It allows for the procedures an officer was given and is drawn towards the common level where responses are few. It is not the officer’s result and awards no points.',
  'comparison.overlap':
    'Two different figures do not yet say who is better: a difference is shown only where its whole interval lies above 0. The order of the table is no ranking.',
  'comparison.noReference':
    'There is no reference for this period, so nothing can be compared yet. The reference is frozen on the night before a month begins.',
  'comparison.noReferenceOrData':
    'Nothing to compare yet: this period has no reference, or there are no responses.',
  'comparison.noDifference': 'No two officers differ clearly, so the table is ordered by code or name only.',
  'comparison.estimate': 'Comparison',
  'comparison.apart': 'Differences that are shown',
  'comparison.above': 'above {n}',
  'comparison.below': 'below {n}',
  'comparison.undecided': 'cannot be told from {n}',
  'comparison.differences': 'Each difference',
  'comparison.difference': '{higher} above {lower}: {difference} ({interval}).',
  'comparison.alone': 'nobody to compare with',
  'comparison.unreliable': 'Not reliable enough to compare',
  'comparison.tooFew': 'Not enough data to compare',
  'comparison.notShared': 'Too little of the work is shared with others to compare',
  'comparison.reliability': 'Reliability of the comparison: {value}.',

  'result.title': 'Result',
  'result.shareSatisfied': 'Share satisfied',
  'result.meanHundred': 'Mean on 0–100',
  'result.provisional': 'Provisional; decides nothing yet',
  'result.interval': '{confidence} confidence interval: {interval}',
  'result.noInterval': 'No confidence interval can be given yet',
  'result.intervalHint':
    'The true satisfaction can lie anywhere in this interval. The more citizens respond, the narrower it becomes.',
  'result.n': 'Responses counted',
  'result.none': 'No response of this period has been published yet.',
  'result.standardError': 'standard error {value}, by {n} days or groups of days',
  'result.excluded':
    'Excluded by decision: {n}. With those counted again, the share satisfied is {value} of {all} responses.',
  'result.noExcluded': 'No response has been excluded.',
  'result.flagged': 'Responses with unusual signs: {n}; signs change no result.',

  'reason.too-few-responses':
    'There are {n} responses; at least {responsesMin} are needed. This is no bad result and does not count as 0 points.',
  'reason.interval-too-wide':
    'The confidence interval is {width} wide, more than the {intervalWidthMax} within which points can be decided.',
  'reason.no-interval': 'No confidence interval can be given: all responses are of one day.',
  'reason.too-little-shared':
    'Only {shared} of the common work is procedures that others served too, and {known} of the responses are of procedures that the reference knows; at least {sharedMin} is needed. The result as recorded stands.',
  'reason.ok': 'There are {n} responses, enough to read the result.',

  'levels.title': 'Responses by level',
  'levels.caption': 'Responses by level, {period}',
  'levels.level': 'Level',
  'levels.distribution': 'Distribution',
  'levels.count': 'Responses',
  'levels.share': 'Share',
  'levels.total': 'Total',

  'breakdown.title': 'Responses by procedure and by how they were sent',
  'breakdown.lead':
    'Each line adds up whole sealed groups of {minimum} responses or more. A procedure with few responses in a day counts under its field or under “other procedures”, so that nobody can work out who answered what.',
  'breakdown.none':
    'No table: the policy allows procedures in groups smaller than the minimum, so a table could give away the answers of a few people.',
  'breakdown.excluded':
    'Still counted in this table: {n} responses excluded from the result, so that nobody can work out which ones they are.',
  'breakdown.procedure': 'Procedure',
  'breakdown.procedure.caption': 'By procedure',
  'breakdown.mode': 'Sent by',
  'breakdown.mode.caption': 'By how they were sent',
  'breakdown.other': 'Other procedures',
  'breakdown.field': 'Field {field}, other procedures',
  'breakdown.mode.kiosk': 'Kiosk at the counter',
  'breakdown.mode.qr': 'QR code',
  'breakdown.mode.paper': 'Paper form',
  'breakdown.mode.link': 'Link',
  'breakdown.level.5': 'Very satisfied',
  'breakdown.level.4': 'Satisfied',
  'breakdown.level.3': 'Neutral',
  'breakdown.level.2': 'Dissatisfied',
  'breakdown.level.1': 'Very dissatisfied',
  'breakdown.satisfied': 'Share satisfied',

  'board.officers': 'Results of the officers',
  'board.officersIn': 'Results of the officers, {period}',
  'board.through':
    'Up to and including {day}, the last sealed day; responses of the open day are not in yet.',
  'board.officersNone': 'No results this month yet',
  'board.officersNoneHint':
    'Results appear once a working day has been sealed at night and groups of responses are complete. Earlier months are on the page Officers.',
  'board.toOfficers': 'Other periods and the comparison',

  'months.title': 'Months of {year}',
  'months.caption': 'Result of each month of {year}',
  'months.month': 'Month',
  'months.none': 'No responses',
  'months.hint': 'A month with few responses has a wide interval; read it with care.',
  'trend.title': 'Change since the period before',
  'trend.none': 'There is no earlier period to compare with.',
  'trend.change': 'Since {period}: {change} (confidence interval {interval}).',
  'trend.unclear': 'The interval holds 0, so nobody can say that the result has changed.',
  'trend.up': 'The result has clearly risen.',
  'trend.down': 'The result has clearly fallen.',
  'trend.adjusted': 'Allowing for the work given: {change}.',

  'response.title': 'Response rate and those who did not answer',
  'response.visits': 'Visits',
  'response.invited': 'Invited',
  'response.answered': 'Answered',
  'response.rate': 'Response rate',
  'response.answeredHint': 'A response counts in the result once it is sealed and its group is complete.',
  'response.noRate': 'No rate: nobody was invited, or the officer reported the visits.',
  'response.everyone': 'Everyone who was invited has answered.',
  'response.silent': 'Invited without answering: {n}.',
  'response.tipping':
    'Only if the result of those who did not answer were {silent} (less than that of those who did by {difference}) would the whole come down to the points boundary {boundary}.',
  'response.tipping.on-boundary':
    'The result lies on the points boundary {boundary}: were those who did not answer only a little less satisfied, the points would fall.',
  'response.tipping.no-boundaries':
    'The policy in force names no points boundary, so nobody can say how much less satisfied those who did not answer would have to be for the points to change.',
  'response.tipping.none-below':
    'This result is below every points boundary, so those who did not answer cannot lower the points any further.',
  'response.tipping.out-of-reach':
    'Even if all who did not answer had chosen the lowest level, the whole would stay above the next points boundary: the points would not change.',
  'response.plausible':
    'If those who did not answer differ from those who did by up to {delta}, the result of all lies within {range}.',
  'response.worst':
    'At the very extremes, if all who did not answer had chosen the lowest or all the highest level: {range}.',

  'adjustment.title': 'Result allowing for the work given',
  'adjustment.lead':
    'Some procedures are rated lower whoever handles them. The table takes the result apart; the parts together are exactly the result as recorded.',
  'adjustment.none': 'None yet: this period has no reference, or there are no responses.',
  'adjustment.words': 'Explanation',
  'adjustment.caption': 'Parts that sum to the result as recorded',
  'adjustment.part': 'Part',
  'adjustment.unit.shareSatisfied': 'Percentage points',
  'adjustment.unit.meanHundred': 'Points (0–100)',
  'adjustment.centreLevel': 'Level of the centre',
  'adjustment.procedureMix': 'Effect of the procedures given',
  'adjustment.mode': 'Effect of the ways people answered',
  'adjustment.tier': 'Effect of the ways people were asked',
  'adjustment.counter': 'Effect of the counter',
  'adjustment.stratum': 'Effect of “{name}”',
  'adjustment.own': 'The officer’s own part',
  'adjustment.rounding': 'Rounding',
  'adjustment.observed': 'Result as recorded',
  'adjustment.adjusted': 'Adjusted result: {value} (standard error {error}).',
  'adjustment.outside': 'It is a sum, so it can lie beyond the scale.',
  'adjustment.notComparable': 'No adjusted result is given.',
  'adjustment.support':
    'Common work that others served too: {shared}. Responses of procedures that the reference knows: {known}.',
  'adjustment.feeds': 'The policy lets the adjusted result award points.',
  'adjustment.feedsNot': 'The adjusted result only stands beside; it awards no points.',

  'method.title': 'How it is computed',
  'method.item': 'Question',
  'method.item.officer': 'Satisfaction with the serving officer',
  'method.tiers': 'Responses counted',
  'method.figure': 'Figure that decides',
  'method.confidence': 'Confidence of the interval',
  'method.reference': 'Reference',
  'method.referenceNone': 'None yet',
  'method.version': 'Method',
  'tier.invited': 'of invited visits',
  'tier.presence': 'of people present in the hall',
  'tier.walk-up': 'without invitation',

  'own.lead':
    'This page holds your own figures only, from sealed responses. Deciding a case of someone else does not change them.',
  'own.disagree': 'If you disagree with the result, you have the right to ask for a review.',
};

/** The text of `key` in the language in use. */
export const text = translator<TextKey>({ vi, en });
