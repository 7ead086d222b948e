import type { ProblemKind } from './kind.ts';

export const intakeProblems = {
  INTAKE_EMPTY: {
    status: 422,
    zh: '文件是空的。请打开原文件看看有没有内容，再重新导出上传。',
    en: 'The file is empty. Open the original, export it again and send that.',
  },
  INTAKE_TOO_LARGE: {
    status: 413,
    zh: '文件超过 {limit} MB 的上限。请删掉图片和多余的工作表，或按周拆成几个文件。',
    en: 'The file is over the limit of {limit} MB. Remove pictures and spare sheets, or split it.',
  },
  INTAKE_TOO_MANY_ROWS: {
    status: 413,
    zh: '表里超过 {limit} 行。请拆成几个文件再导入。',
    en: 'The table has more than {limit} rows. Split it into several files.',
  },
  INTAKE_PASSWORD_PROTECTED: {
    status: 422,
    zh: '文件加了密码，打不开。请用 Excel 或 WPS 打开，取消密码后另存，再上传。',
    en: 'The file is protected by a password. Open it, remove the password, save and send that.',
  },
  INTAKE_TRUNCATED: {
    status: 422,
    zh: '文件不完整，后半部分没有传完。请重新下载或让对方重发一次。',
    en: 'The file is cut short. Download it again or ask for it once more.',
  },
  INTAKE_DAMAGED: {
    status: 422,
    zh: '文件损坏，读到「{part}」时出错。请用 Excel 或 WPS 打开并另存为 .xlsx 再上传。',
    en: 'The file is damaged at "{part}". Open it in Excel or WPS, save as .xlsx and send that.',
  },
  INTAKE_ZIP_BOMB: {
    status: 422,
    zh: '文件解压后大得不正常（超过 {limit}），为安全起见没有读。请新建一个表格，只复制岗位内容过去。',
    en: 'The file would unpack to an abnormal size (over {limit}) and was not read. Copy the jobs into a new table.',
  },
  INTAKE_LEGACY_FORMAT: {
    status: 415,
    zh: '暂不能直接读 {format} 文件。请用 Excel 或 WPS 打开，「另存为」选择「Excel 工作簿 (.xlsx)」，再上传。',
    en: 'Files of kind {format} cannot be read. Open it in Excel or WPS, choose "Save as" .xlsx and send that.',
  },
  INTAKE_LEGACY_DOCUMENT: {
    status: 415,
    zh: '暂不能直接读 {format} 文件。请用 Word 或 WPS 打开，「另存为」选择「Word 文档 (.docx)」，再上传。',
    en: 'Files of kind {format} cannot be read. Open it in Word or WPS, choose "Save as" .docx and send that.',
  },
  INTAKE_ARCHIVE: {
    status: 415,
    zh: '这是压缩包（{format}），里面的文件要分开上传。请先解压，再逐个上传其中的 .xlsx、.csv 或 .docx。',
    en: 'This is an archive ({format}). Unpack it, and send the .xlsx, .csv or .docx files in it one by one.',
  },
  INTAKE_FORMAT_UNKNOWN: {
    status: 415,
    zh: '认不出这个文件。可以上传 .xlsx、.csv、.docx 表格，或粘贴群消息文字。',
    en: 'This kind of file is not known. Send .xlsx, .csv or .docx tables, or paste the text of the chat.',
  },
  INTAKE_PICTURE_OR_SOUND: {
    status: 415,
    zh: '这是图片、录音或视频，不能自动读成岗位。请从「照片/语音」进入，对照着填表，原件会留作凭证。',
    en: 'This is a picture or a recording. Use the photo/voice way in: it stands beside the form and is kept as evidence.',
  },
  INTAKE_ENCODING: {
    status: 422,
    zh: '认不出文字编码，读出来是乱码。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。',
    en: 'The text encoding cannot be told. Open the file in Excel or WPS, save as .xlsx and send that.',
  },
  INTAKE_MOJIBAKE: {
    status: 422,
    zh: '文件里的汉字在上传之前已经变成乱码（例如「{sample}」），无法还原。请从原系统重新导出。',
    en: 'The Chinese text was garbled before it came here (e.g. "{sample}") and cannot be restored. Export it again.',
  },
  INTAKE_PDF: {
    status: 415,
    zh: 'PDF 里没有单元格，自动读容易把工资对错岗位，所以不读。请向对方要原表格；或用 WPS 打开，选「PDF 转 Excel」，核对后上传 .xlsx；只有几条时，可复制文字粘贴到「群消息」。',
    en: 'A PDF has no cells, and a guess could put the wrong pay beside a job. Ask for the original table; or convert it to .xlsx ("PDF to Excel" in WPS), check it and send that; or paste a few jobs as text.',
  },
  INTAKE_STATE: {
    status: 409,
    zh: '这份导入现在是「{state}」，不能这样操作。请刷新后再看。',
    en: 'This intake is now "{state}", so this cannot be done. Refresh and look again.',
  },
  INTAKE_STOPPED: {
    status: 503,
    zh: '读到一半停下了，是系统的问题，不是文件的问题。原文件和已经读好的行都在，请点“再读一次”，会从停下的地方接着读；还不行请告诉管理员。',
    en: 'Reading stopped half-way; that is our fault, not the file\'s. The file and the rows read so far are kept: press "Read again" to go on from there, and tell the administrator if it stops again.',
  },
  EVIDENCE_KIND: {
    status: 415,
    zh: '只收照片（JPG、PNG、WebP）和录音（MP3、M4A、AMR、WAV、OGG）。',
    en: 'Only photos (JPG, PNG, WebP) and recordings (MP3, M4A, AMR, WAV, OGG) are taken.',
  },
} as const satisfies Record<string, ProblemKind>;
