// Sentences of the public receipt page.
import type { GivenPart, ReceiptLocale, ReceiptResult } from '../../shared/contract/receipt-page.ts';

export type ResultProblem = Extract<ReceiptResult, { state: 'does-not-hold' }>['problem'];

export interface ReceiptTexts {
  title: string;
  otherLanguage: string;
  sample: string;
  intro: string;
  field: string;
  fieldHint: string;
  check: string;
  checking: string;
  needsScript: string;
  /** States: heading, then sentences. */
  inLog: string;
  numberOf: (number: string, size: string) => string;
  signedAt: (time: string) => string;
  noTime: string;
  byServer: string;
  byBrowserOwnKey: string;
  byBrowserPageKey: string;
  saved: Readonly<Record<'none-given' | 'same' | 'consistent' | 'not-compared' | 'other-origin', string>>;
  savedNow: string;
  waitingTonight: string;
  waitingTonightText: string;
  waitingGroup: string;
  waitingGroupText: string;
  promisedBy: (time: string) => string;
  noPromise: string;
  unknown: string;
  unknownText: string;
  unknownPromised: string;
  unknownPromisedText: (time: string) => string;
  broken: string;
  brokenText: (time: string) => string;
  brokenDo: string;
  notThisLog: string;
  notThisLogText: string;
  notThisLogOwnKey: string;
  fails: string;
  failsSaved: string;
  problems: Readonly<Record<ResultProblem, string>>;
  failsDo: string;
  technical: string;
  malformed: Readonly<Record<GivenPart, string>>;
  malformedText: string;
  noProof: string;
  noProofText: string;
  failure: string;
  failureText: string;
  offline: string;
  offlineText: string;
  /** What a receipt is. */
  meaning: string;
  meanings: readonly (readonly [heading: string, text: string])[];
  keepFiles: string;
  keepFilesText: string;
  keepProof: string;
  keepCheckpoint: string;
  keepConsistency: string;
  print: string;
  offlineTitle: string;
  offlineIntro: string;
  offlineIntroFile: (day: string, address: string) => string;
  files: string;
  proofField: string;
  checkpointField: string;
  consistencyField: string;
  checkFiles: string;
  keyTitle: string;
  keyText: string;
  keyFingerprint: string;
  keyHow: string;
  keyField: string;
  keyFieldHint: string;
  notChecked: string;
  download: string;
  downloadText: string;
  logAddress: string;
}

export const receiptTexts: Readonly<Record<ReceiptLocale, ReceiptTexts>> = {
  vi: {
    title: 'Kiểm tra biên nhận',
    otherLanguage: 'English',
    sample: 'Dữ liệu mẫu',
    intro:
      'Biên nhận cho biết đánh giá của Ông/Bà đã vào sổ công khai hay chưa. Biên nhận không cho biết Ông/Bà đã chấm mức nào.',
    field: 'Mã hoặc liên kết biên nhận',
    fieldHint: 'Mã bắt đầu bằng LN. Viết thường, viết liền đều được. Mã không nằm trong địa chỉ trang.',
    check: 'Kiểm tra',
    checking: 'Đang kiểm tra…',
    needsScript:
      'Trình duyệt này đang tắt JavaScript: trang vẫn trả lời, nhưng chỉ là lời của máy chủ. Nếu Ông/Bà quét mã QR, xin gõ thêm mã ngắn vào ô dưới đây.',
    inLog: 'Đã vào sổ công khai',
    numberOf: (number, size) => `Mục số ${number} trong ${size} mục của sổ.`,
    signedAt: (time) => `Bản chốt sổ được ký lúc ${time}.`,
    noTime: 'Bản chốt sổ không ghi giờ ký.',
    byServer:
      'Đây là lời của máy chủ. Trình duyệt chưa tự kiểm tra: cần bật JavaScript, hoặc dùng trang kiểm tra tải về.',
    byBrowserOwnKey: 'Trình duyệt này đã tự kiểm tra bằng chứng và chữ ký, bằng khóa do Ông/Bà đưa vào.',
    byBrowserPageKey:
      'Trình duyệt này đã tự kiểm tra bằng chứng và chữ ký. Khóa để kiểm tra do chính trang này đưa ra; muốn chắc hơn, xem phần “Khóa của sổ” bên dưới.',
    saved: {
      'none-given': 'Chưa có bản chốt sổ cũ nào để so sánh.',
      same: 'Trùng với bản chốt sổ đã lưu.',
      consistent: 'Khớp với bản chốt sổ đã lưu: từ đó đến nay không mục nào bị sửa hay bỏ.',
      'not-compared': 'CHƯA so được với bản chốt sổ đã lưu: thiếu phần nối giữa hai bản.',
      'other-origin':
        'CHƯA so được với bản chốt sổ đã lưu: sổ đã sang tên mới sau một sự cố. Xin hỏi cơ quan kiểm tra về bản đã lưu.',
    },
    savedNow: 'Bản chốt sổ này được lưu trong trình duyệt, để lần sau so sánh.',
    waitingTonight: 'Đã nhận, chờ chốt sổ tối nay',
    waitingTonightText: 'Mỗi tối sổ được chốt một lần. Xin kiểm tra lại từ ngày mai.',
    waitingGroup: 'Đã nhận, chờ đủ nhóm',
    waitingGroupText:
      'Để không ai đoán được ai đã chấm, đánh giá chỉ vào sổ cùng một nhóm đủ đông. Nhóm này còn ít người, nên chờ đợt chốt cuối tuần hoặc cuối tháng.',
    promisedBy: (time) => `Máy chủ đã ký cam kết: chậm nhất ${time} đánh giá có trong sổ.`,
    noPromise:
      'Mã ngắn không mang theo chữ ký cam kết. Nếu còn mã QR hoặc liên kết đầy đủ, xin giữ lại: đó mới là bằng chứng khi máy chủ không giữ lời.',
    unknown: 'Không tìm thấy biên nhận này',
    unknownText:
      'Mã này không có trong sổ và cũng không đang chờ. Có thể do gõ nhầm, do biên nhận của trung tâm khác, hoặc do máy đánh giá đang mất mạng và chưa gửi được: xin thử lại ngày mai.',
    unknownPromised: 'Máy chủ không thấy đánh giá đã cam kết',
    unknownPromisedText: (time) =>
      `Biên nhận có chữ ký đúng của máy chủ, nhưng lúc này máy chủ không thấy đánh giá. Xin giữ biên nhận và kiểm tra lại. Nếu sau ${time} vẫn không có trong sổ, cam kết đã bị vi phạm và biên nhận là bằng chứng.`,
    broken: 'Cam kết đã bị vi phạm',
    brokenText: (time) =>
      `Máy chủ đã ký cam kết rằng chậm nhất ${time} đánh giá có trong sổ. Nay đã quá hạn mà sổ không có.`,
    brokenDo:
      'Việc cần làm: giữ mã QR hoặc liên kết đầy đủ của biên nhận, in trang này, và gửi cho cơ quan thanh tra hoặc nơi tiếp nhận phản ánh, kiến nghị. Chữ ký trên biên nhận tự chứng minh; Ông/Bà không cần nói đã chấm mức nào.',
    notThisLog: 'Biên nhận không phải của sổ này',
    notThisLogText:
      'Chữ ký trên biên nhận không đúng với khóa nào của sổ này. Biên nhận có thể là của trung tâm khác, hoặc đã bị sửa.',
    notThisLogOwnKey:
      'Chữ ký trên biên nhận không đúng với khóa Ông/Bà đưa vào. Nếu sổ đã đổi khóa, xin đưa vào cả khóa cũ và khóa mới.',
    fails: 'Kiểm tra không đạt',
    failsSaved: 'Không khớp với bản chốt sổ đã lưu',
    problems: {
      malformed: 'Nội dung không đúng định dạng: đã bị sửa, bị cắt, hoặc không phải tệp cần dùng.',
      'bad-key': 'Khóa không đúng định dạng.',
      'no-trusted-signature': 'Bản chốt sổ không có chữ ký của khóa nào được tin cậy.',
      'bad-signature': 'Chữ ký trên bản chốt sổ không đúng: nội dung đã bị sửa, hoặc khóa không phải của sổ.',
      inclusion:
        'Bằng chứng không dẫn đến bản chốt sổ đã ký: bằng chứng đã bị sửa, hoặc sổ không có mục này.',
      'other-response': 'Bằng chứng là của một đánh giá khác.',
      'no-entry': 'Bằng chứng không mang theo mục của một đánh giá.',
      'split-view': 'Sổ đã ký hai bản khác nhau cho cùng một số mục.',
      inconsistent: 'Sổ hiện nay không nối tiếp bản đã lưu: mục cũ đã bị sửa hoặc bỏ, hoặc phần nối bị sai.',
      rollback: 'Máy chủ đưa ra sổ ngắn hơn bản đã lưu: có mục đã bị bỏ, hoặc máy chủ trả lời bằng bản cũ.',
    },
    failsDo:
      'Nếu điều này đến từ máy chủ chứ không phải từ tệp lưu nhầm: xin giữ biên nhận và các tệp, và báo cho cơ quan thanh tra hoặc kiểm toán.',
    technical: 'Chi tiết kỹ thuật',
    malformed: {
      receipt: 'Không đọc được biên nhận',
      proof: 'Không đọc được bằng chứng',
      checkpoint: 'Không đọc được bản chốt sổ',
      consistency: 'Không đọc được phần nối',
      key: 'Không đọc được khóa',
      file: 'Không nhận ra tệp này',
    },
    malformedText: 'Xin xem lại từng chữ, hoặc dán lại cho đủ.',
    noProof: 'Chưa có bằng chứng để kiểm tra',
    noProofText:
      'Kiểm tra bằng tệp cần tệp bằng chứng đã lưu từ trước. Khi có mạng, trang này lấy bằng chứng từ sổ.',
    failure: 'Máy chủ đang có lỗi',
    failureText: 'Chưa kiểm tra được. Lỗi của chúng tôi, không phải của Ông/Bà; xin thử lại sau ít phút.',
    offline: 'Không nối được với máy chủ',
    offlineText:
      'Xin xem lại mạng rồi thử lại. Nếu đã lưu tệp bằng chứng, có thể kiểm tra không cần mạng ở phần bên dưới.',
    meaning: 'Biên nhận có ý nghĩa gì',
    meanings: [
      [
        'Chứng minh',
        'Có một đánh giá ứng với biên nhận này trong sổ công khai; từ đó nó không thể bị bỏ hay sửa mà không lộ.',
      ],
      [
        'Không chứng minh',
        'Đã chấm mức nào, chấm ai, ngày nào; và cũng không chứng minh máy chủ đã ghi đúng mức Ông/Bà chạm.',
      ],
      [
        'Không ai được đòi xem',
        'Giữ hay không là quyền của Ông/Bà, và người xem không biết được mức đã chấm. Nhưng ai vừa cầm biên nhận vừa có dữ liệu mở của sổ (người vận hành máy chủ, kiểm toán viên) thì tìm ra được đánh giá ấy: xin đừng đưa cho người Ông/Bà không tin.',
      ],
    ],
    keepFiles: 'Lưu để kiểm tra khi không có mạng',
    keepFilesText:
      'Tệp bằng chứng kiểm tra được ở bất cứ đâu, bất cứ khi nào. Nên lưu cả bản chốt sổ: so với bản sau này thì biết sổ có bị sửa không.',
    keepProof: 'Lưu bằng chứng',
    keepCheckpoint: 'Lưu bản chốt sổ',
    keepConsistency: 'Lưu phần nối',
    print: 'In trang này',
    offlineTitle: 'Kiểm tra bằng tệp, không cần mạng',
    offlineIntro: 'Không gửi gì đi. Chọn các tệp đã lưu (bằng chứng, bản chốt sổ, khóa), hoặc dán nội dung.',
    offlineIntroFile: (day, address) =>
      `Trang này lưu ngày ${day} từ ${address}. Trang không gửi gì đi. Chọn các tệp đã lưu (biên nhận, bằng chứng, bản chốt sổ, khóa), hoặc dán nội dung.`,
    files: 'Chọn tệp',
    proofField: 'Bằng chứng (tlog-proof)',
    checkpointField: 'Bản chốt sổ đã lưu (nếu có)',
    consistencyField: 'Phần nối giữa bản chốt sổ đã lưu và bằng chứng (nếu hai bản khác số mục)',
    checkFiles: 'Kiểm tra bằng tệp',
    keyTitle: 'Khóa của sổ',
    keyText: 'Sổ được ký bằng khóa này:',
    keyFingerprint: 'Mã nhận dạng khóa (SHA-256)',
    keyHow:
      'So mã này với thông báo treo tại trung tâm, hoặc hỏi cơ quan kiểm tra. Mã tính trên đúng nội dung của địa chỉ /log/key.',
    keyField: 'Khóa Ông/Bà tin cậy',
    keyFieldHint: 'Để trống thì dùng khóa của trang này. Mỗi dòng một khóa.',
    notChecked:
      'Nếu không có khóa lấy từ nơi khác và không có bản chốt sổ lưu từ trước, thì CHƯA kiểm tra được: khóa này có đúng là của trung tâm không, và sổ Ông/Bà thấy có giống sổ người khác thấy không.',
    download: 'Tải trang kiểm tra về máy (một tệp)',
    downloadText: 'Chạy không cần mạng, trên máy của Ông/Bà.',
    logAddress: 'Bản chốt sổ hiện nay',
  },
  en: {
    title: 'Check a receipt',
    otherLanguage: 'Tiếng Việt',
    sample: 'Sample data',
    intro:
      'A receipt tells whether your rating has entered the public log. It does not tell which rating you gave.',
    field: 'Code or link of the receipt',
    fieldHint:
      'The code begins with LN. Small letters and no hyphens are fine. It is not in this page’s address.',
    check: 'Check',
    checking: 'Checking…',
    needsScript:
      'JavaScript is off: the page still answers, but that is the server’s word alone. If you scanned a QR code, please also type the short code below.',
    inLog: 'In the public log',
    numberOf: (number, size) => `Entry number ${number} of ${size} in the log.`,
    signedAt: (time) => `The checkpoint was signed at ${time}.`,
    noTime: 'The checkpoint carries no time.',
    byServer:
      'This is the server’s word. Your browser has not checked it: turn JavaScript on, or use the downloaded page.',
    byBrowserOwnKey: 'This browser itself has checked proof and signature, by the key you gave.',
    byBrowserPageKey:
      'This browser itself has checked proof and signature. The key came from this very page; to be surer, see “The log’s key” below.',
    saved: {
      'none-given': 'There is no earlier checkpoint to compare with.',
      same: 'It is the checkpoint you saved.',
      consistent: 'It agrees with the checkpoint you saved: nothing has been changed or dropped since.',
      'not-compared': 'NOT compared with the checkpoint you saved: the hashes between the two are missing.',
      'other-origin':
        'NOT compared with the checkpoint you saved: after an incident the log goes on under a new name. Ask an auditor about the saved one.',
    },
    savedNow: 'This checkpoint is kept in the browser to compare with next time.',
    waitingTonight: 'Received, waiting for tonight’s seal',
    waitingTonightText: 'The log is sealed once every night. Please check again from tomorrow.',
    waitingGroup: 'Received, waiting for a larger group',
    waitingGroupText:
      'So that nobody can guess who rated, ratings enter the log only in groups that are large enough. This group is still small and waits for the seal of the week or the month.',
    promisedBy: (time) => `The server has signed a promise: the rating is in the log by ${time}.`,
    noPromise:
      'A short code carries no signed promise. If you have the QR code or the whole link, keep it: that is the evidence should the server not keep its word.',
    unknown: 'This receipt is not known here',
    unknownText:
      'It is neither in the log nor waiting. It may be mistyped, be from another centre, or come from a kiosk that is offline and has not sent yet: please try again tomorrow.',
    unknownPromised: 'The server does not find the rating it promised',
    unknownPromisedText: (time) =>
      `The receipt carries the server’s valid signature, yet the server does not find the rating now. Keep the receipt and check again. If it is not in the log after ${time}, the promise is broken and the receipt is the evidence.`,
    broken: 'The promise has been broken',
    brokenText: (time) =>
      `The server signed a promise that the rating would be in the log by ${time}. That time has passed and it is not there.`,
    brokenDo:
      'What to do: keep the QR code or the whole link of the receipt, print this page, and send them to the inspectorate or the office for complaints and proposals. The signature speaks for itself; you need not say how you rated.',
    notThisLog: 'Not a receipt of this log',
    notThisLogText:
      'No key of this log has made the signature on the receipt. It may be from another centre, or have been changed.',
    notThisLogOwnKey:
      'The key you gave has not made the signature on the receipt. If the log has changed its key, give both the old and the new one.',
    fails: 'The check fails',
    failsSaved: 'Does not agree with the saved checkpoint',
    problems: {
      malformed: 'The content is not in the right form: changed, cut off, or another file.',
      'bad-key': 'The key is not in the right form.',
      'no-trusted-signature': 'The checkpoint carries no signature of a trusted key.',
      'bad-signature':
        'The signature on the checkpoint is wrong: the text was changed, or the key is not the log’s.',
      inclusion:
        'The proof does not lead to the signed checkpoint: it was changed, or the log lacks this entry.',
      'other-response': 'The proof is of another rating.',
      'no-entry': 'The proof does not carry the entry of a rating.',
      'split-view': 'The log has signed two different trees of the same size.',
      inconsistent:
        'The log does not continue the saved one: old entries were changed or dropped, or the hashes between are wrong.',
      rollback:
        'The server shows a shorter log than the saved one: entries were dropped, or it answers with an old copy.',
    },
    failsDo:
      'If this came from the server and not from a wrong file: keep the receipt and the files, and tell the inspectorate or an auditor.',
    technical: 'Technical detail',
    malformed: {
      receipt: 'The receipt cannot be read',
      proof: 'The proof cannot be read',
      checkpoint: 'The checkpoint cannot be read',
      consistency: 'The hashes between cannot be read',
      key: 'The key cannot be read',
      file: 'This file is not recognised',
    },
    malformedText: 'Please look at each sign again, or paste the whole of it.',
    noProof: 'There is no proof to check',
    noProofText:
      'A check of files needs a proof saved before. With a network, this page gets it from the log.',
    failure: 'The server has a fault',
    failureText: 'Nothing could be checked. The fault is ours, not yours; please try again in a few minutes.',
    offline: 'The server cannot be reached',
    offlineText:
      'Please look at your network and try again. If you have saved a proof, you can check it below without a network.',
    meaning: 'What a receipt means',
    meanings: [
      [
        'It proves',
        'that a rating belonging to this receipt is in the public log, from which it cannot be dropped or changed unnoticed.',
      ],
      [
        'It does not prove',
        'which rating, of whom, on which day; nor that the server recorded the level you touched.',
      ],
      [
        'Nobody may demand it',
        'Keeping one is your choice, and whoever sees it does not learn the rating. But somebody who holds the receipt and also the opened data of the log (the operator of the server, an auditor) could find that rating: do not give it to people you do not trust.',
      ],
    ],
    keepFiles: 'Save, to check without a network',
    keepFilesText:
      'The proof can be checked anywhere, at any time. Save the checkpoint too: compared with a later one it shows whether the log was changed.',
    keepProof: 'Save the proof',
    keepCheckpoint: 'Save the checkpoint',
    keepConsistency: 'Save the hashes between',
    print: 'Print this page',
    offlineTitle: 'Check files, without a network',
    offlineIntro: 'Nothing is sent. Choose the saved files (proof, checkpoint, key), or paste their content.',
    offlineIntroFile: (day, address) =>
      `This page was saved on ${day} from ${address}. It sends nothing. Choose the saved files (receipt, proof, checkpoint, key), or paste their content.`,
    files: 'Choose files',
    proofField: 'Proof (tlog-proof)',
    checkpointField: 'Saved checkpoint (if any)',
    consistencyField: 'Hashes between the saved checkpoint and the proof (if their sizes differ)',
    checkFiles: 'Check the files',
    keyTitle: 'The log’s key',
    keyText: 'The log is signed by this key:',
    keyFingerprint: 'Fingerprint of the key (SHA-256)',
    keyHow:
      'Compare it with the notice in the centre, or ask an auditor. It is taken over exactly what /log/key answers.',
    keyField: 'The key you trust',
    keyFieldHint: 'Left empty, the key of this page is used. One key a line.',
    notChecked:
      'Without a key from elsewhere and without a checkpoint saved before, it is NOT checked whether this key is really the centre’s, nor whether you are shown the same log as everybody else.',
    download: 'Download this page (one file)',
    downloadText: 'Works without a network, on your own machine.',
    logAddress: 'Present checkpoint',
  },
};
