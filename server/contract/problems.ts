/**
 * Every error that crosses a wire: its stable code, its HTTP status (RFC 9110) and what it tells people to do.
 * `{name}` in a wording is filled from the problem's details. Add yours here, sorted by area.
 */
export interface ProblemKind {
  status: number;
  zh: string;
  en: string;
}

export const problemKinds = {
  // every route
  BAD_INPUT: {
    status: 400,
    zh: '有一项填得不对：{field}。请改正后再提交。',
    en: 'One field is not right: {field}. Correct it and send again.',
  },
  NOT_SIGNED_IN: { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  NOT_ALLOWED: {
    status: 403,
    zh: '您的账号没有做这件事的权限，请找管理员开通。',
    en: 'Your account may not do this. Ask an administrator.',
  },
  NOT_FOUND: { status: 404, zh: '没有找到，可能已经删除。', en: 'Not found. It may have been removed.' },
  TOO_LARGE: { status: 413, zh: '内容太大（上限 {limit}）。请拆分后再传。', en: 'Too large (limit {limit}). Split it and send again.' },
  TOO_MANY_REQUESTS: { status: 429, zh: '操作太快了，请 {seconds} 秒后再试。', en: 'Too fast. Try again in {seconds} s.' },
  INTERNAL: {
    status: 500,
    zh: '系统出错了，您的内容没有丢，请稍后再试。编号 {requestId}',
    en: 'Something failed on our side; nothing of yours is lost. Try again later. Reference {requestId}',
  },
  SAME_AGAIN: {
    status: 409,
    zh: '同样的一项已经有了，可能是重复提交，或同事刚刚登记过。请刷新看看；确实是另一项，请换一个名称再提交。',
    en: 'The same is here already: sent twice, or a colleague has just entered it. Refresh and look; if it is another one, give it another name.',
  },
  // set-up and staff
  SETUP_LINK_INVALID: {
    status: 410,
    zh: '这个初始化链接已用过或已过期。请在服务器上重新启动，使用新打印的链接。',
    en: 'This set-up link has been used or has expired. Restart the server and use the link it prints.',
  },
  USERNAME_TAKEN: { status: 409, zh: '这个登录名已有人用，请换一个。', en: 'This sign-in name is taken. Choose another.' },
  LAST_ADMIN: {
    status: 409,
    zh: '这是最后一位系统管理员，不能取消。请先给另一位开通。',
    en: 'This is the last administrator. Grant another one first.',
  },
  WRONG_CREDENTIALS: { status: 401, zh: '账号或密码不对。', en: 'Wrong account or password.' },
  // postings
  POSTING_NOT_FOUND: { status: 404, zh: '找不到这个岗位。', en: 'This job is not found.' },
  POSTING_CLOSED: { status: 410, zh: '这个岗位已经下架，看看附近的其他岗位。', en: 'This job is no longer offered. See others nearby.' },
  POSTING_EXPIRED: { status: 410, zh: '这个岗位已经过期，看看附近的其他岗位。', en: 'This job has expired. See others nearby.' },
  POSTING_STATE: {
    status: 409,
    zh: '岗位现在的状态是「{status}」，不能这样操作。请刷新后再看。',
    en: 'The posting is now "{status}", so this cannot be done. Refresh and look again.',
  },
  POSTING_BLOCKED: {
    status: 422,
    zh: '有 {count} 处违反规定，改好才能提交：{rules}',
    en: '{count} findings break the rules; mend them first: {rules}',
  },
  VERSION_CONFLICT: {
    status: 409,
    zh: '别人刚改过这个岗位。您的内容还在，请对照最新版再保存。',
    en: 'Somebody has just changed this posting. Yours is kept; compare with the newest and save again.',
  },
  SAME_PERSON: {
    status: 403,
    zh: '录入和审核要两个人：请让另一位同事审核。',
    en: 'Entry and approval need two people: ask a colleague to approve.',
  },
  EMPLOYER_UNCHECKED: {
    status: 409,
    zh: '这家单位（雇主）还没有核验。先登记看过的证照，再审核。',
    en: 'This employer has not been checked. Record the licence or ID you saw, then approve.',
  },
  EMPLOYER_CHECKED: {
    status: 409,
    zh: '「{name}」已经核验过，登记的类别或信用代码和您填的不一样，所以没有改动。代码变了，请在“用人单位”里重新核验；另一家同名的，名称里请写上区别（例如门店）。',
    en: '"{name}" has been checked with another kind or credit code, so nothing was changed. Where the code is new, check it again on the employers page; for another of the same name, add what tells them apart.',
  },
  EMPLOYER_MISSING: {
    status: 422,
    zh: '没有用人单位，也没有写明是个人雇主。请回访补全。',
    en: 'No employer is named, nor a householder. Ring back and complete it.',
  },
  CREDIT_CODE_INVALID: {
    status: 422,
    zh: '统一社会信用代码的校验位不对，请核对证照。',
    en: 'The check character of the social credit code is wrong. Compare with the licence.',
  },
  EMPLOYER_LINK_UNKNOWN: {
    status: 410,
    zh: '这个链接已失效。请向驿站要一个新的。',
    en: 'This link no longer works. Ask the station for a new one.',
  },
  PLACE_FAR: {
    status: 409,
    zh: '这个位置离最近的驿站有 {km} 公里。确认没有标错再保存。',
    en: 'This pin is {km} km from the nearest station. Save it only if that is right.',
  },
  REGION_UNKNOWN: { status: 422, zh: '没有这个区域：{region}', en: 'There is no such region: {region}' },
  PUBLICATION_TIMES: {
    status: 422,
    zh: '显示的结束时间要晚于开始时间。请改正后再保存。',
    en: 'What is shown must end after it begins. Correct the times and save again.',
  },
  REGION_TWICE: {
    status: 422,
    zh: '文件里区域代码 {region} 出现了两次，不知道以哪个为准，所以什么都没导入。请删掉重复的一个，再导入。',
    en: 'The file names region {region} twice, so nothing was brought in. Delete one of the two and bring it in again.',
  },
  STATION_UNKNOWN: { status: 422, zh: '没有这个驿站。', en: 'There is no such station.' },
  NOTHING_TO_SHARE: {
    status: 422,
    zh: '选中的岗位都不在公开状态，先审核发布再分享。',
    en: 'None of these postings is public. Approve and publish first.',
  },
  POSTER_PICTURE: {
    status: 422,
    zh: '海报图片要 JPEG，长和宽在 {least} 到 {most} 像素之间。请换一张再传。',
    en: 'The picture must be a JPEG between {least} and {most} pixels on either side. Choose another one.',
  },
  // recordings
  RECORDING_NOT_FOUND: {
    status: 404,
    zh: '这一段没有录像，或者已过保存期删除了。',
    en: 'This was not recorded, or its time of keeping has passed.',
  },
  MISSED_NOT_WANTED: {
    status: 409,
    zh: '服务器的录像里不缺这一段，不用再补。',
    en: 'The recording does not lack this stretch: nothing to send.',
  },
  MISSED_PIECE_BROKEN: {
    status: 422,
    zh: '这一块在路上坏了，请再传一次。',
    en: 'This piece was damaged on its way. Send it again.',
  },
  MISSED_TOO_MUCH: {
    status: 429,
    zh: '这一期等着补的录像太多了，等前面的补完再传。',
    en: 'Too much is waiting to be put into this recording. Send more when that is done.',
  },
  DISK_NEARLY_FULL: {
    status: 507,
    zh: '服务器磁盘快满了，先不收。请管理员腾出空间，之后会接着传。',
    en: 'The server’s disk is nearly full. Ask the administrator for room; sending goes on afterwards.',
  },
  // intake
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
  // screens
  PAIRING_CODE_UNKNOWN: {
    status: 404,
    zh: '没有这个配对码。请看屏幕上现在显示的 6 位码。',
    en: 'No such pairing code. Type the 6 characters that the screen shows now.',
  },
  PAIRING_CODE_EXPIRED: {
    status: 410,
    zh: '配对码已过期，屏幕会显示新的码。',
    en: 'The pairing code has expired. The screen will show a new one.',
  },
  SCREEN_REVOKED: {
    status: 403,
    zh: '这块屏的凭证已被吊销，请重新配对。',
    en: 'The credential of this screen was revoked. Pair it again.',
  },
  SCREEN_UNPROVEN: { status: 401, zh: '屏幕没有证明身份，请重新配对。', en: 'The screen did not prove who it is. Pair it again.' },
  GLASS_TOO_SMALL: {
    status: 422,
    zh: '这块屏在 {distance} 米外放不下能扫的二维码。请改小观看距离或换大屏。',
    en: 'At {distance} m this glass cannot hold a code that scans. Lower the distance or use a larger screen.',
  },
  // links and grabs
  LINK_UNKNOWN: {
    status: 404,
    zh: '这个码不对。请再扫一次屏幕上的二维码。',
    en: 'This code is not valid. Scan the code on the screen again.',
  },
  LINK_EXPIRED: {
    status: 410,
    zh: '这个码已经过期。请扫屏幕上现在的二维码。',
    en: 'This code has expired. Scan the one on the screen now.',
  },
  PHONE_INVALID: { status: 422, zh: '手机号应是 1 开头的 11 位数字。', en: 'A mobile number has 11 digits and starts with 1.' },
  CODE_WRONG: { status: 422, zh: '验证码不对，还可以试 {left} 次。', en: 'Wrong code, {left} tries left.' },
  CODE_EXPIRED: { status: 410, zh: '验证码已失效，请重新获取。', en: 'The code is no longer valid. Ask for a new one.' },
  CODE_SPENT: { status: 410, zh: '验证码已经用过，请重新获取。', en: 'The code has been used. Ask for a new one.' },
  CODE_LOCKED: {
    status: 429,
    zh: '试错太多次，请 {minutes} 分钟后再获取验证码。',
    en: 'Too many wrong tries. Ask for a code again in {minutes} min.',
  },
  SMS_UNAVAILABLE: {
    status: 503,
    zh: '短信暂时发不出。可以先留位，工作人员会打电话给您。',
    en: 'Text messages cannot be sent now. Hold the place; the station will ring you.',
  },
  // Told to staff alone: whoever only typed a number must not learn from it.
  GRAB_TWICE: {
    status: 409,
    zh: '这个手机号在这个岗位已经有一个名额，请婉拒这一单。',
    en: 'This number has a place in this job already. Decline this one.',
  },
  GRAB_TOO_MANY: {
    status: 409,
    zh: '您有 {count} 个岗位还在等答复。等有了答复，或在“我的抢单”里取消几个，再抢新的。',
    en: 'You wait for an answer about {count} jobs. Wait, or cancel some under "My grabs", then grab another.',
  },
  GRAB_STATE: { status: 409, zh: '这个单现在是「{state}」，不能这样操作。', en: 'The grab is now "{state}", so this cannot be done.' },
  // live
  EPISODE_STATE: {
    status: 409,
    zh: '这一期还没开播，或者已经结束，不能这样操作。已经结束的请新建一期。',
    en: 'This episode is not on air, or is over. For one that is over, plan another.',
  },
  LIVE_UNAVAILABLE: {
    status: 503,
    zh: '直播组件还没有就绪：{why}。其他功能照常。',
    en: 'The live component is not ready: {why}. Everything else works.',
  },
  EPISODE_NOT_FOUND: { status: 404, zh: '没有这一期直播。', en: 'There is no such episode.' },
  EPISODE_PAST: {
    status: 422,
    zh: '这个时间已经过去了。请选一个以后的时间。',
    en: 'This time has passed. Choose a later one.',
  },
  SHOW_NOT_FOUND: { status: 404, zh: '没有这个栏目，可能已经停办。', en: 'There is no such series. It may have been ended.' },
  REMINDER_TOO_LATE: {
    status: 409,
    zh: '马上就开播了，来不及发短信提醒。留在这个页面就能看到。',
    en: 'It starts in a moment: too late for a text. Stay on this page and you will see it.',
  },
  RUNDOWN_CHANGED: {
    status: 409,
    zh: '串联单刚被别人改过。请看最新的一份，再改一次。',
    en: 'Somebody has just changed the rundown. Look at the newest one and change it again.',
  },
  RUNDOWN_EMPTY: { status: 422, zh: '串联单里还没有岗位。先加岗位，再开播。', en: 'The rundown has no job yet. Add one, then go live.' },
  RUNDOWN_AT_END: {
    status: 409,
    zh: '已经是最后一个岗位了。可以加岗位，或者结束直播。',
    en: 'This is the last job. Add another or end the show.',
  },
  RUNDOWN_AT_START: { status: 409, zh: '已经是第一个岗位了。', en: 'This is the first job.' },
  RUNDOWN_ITEM_GONE: {
    status: 409,
    zh: '串联单刚被改过，这一项已经不在了。请看最新的串联单。',
    en: 'The rundown has just changed and this item is gone. Look at the newest one.',
  },
  UNDO_TOO_LATE: {
    status: 409,
    zh: '超过 {seconds} 秒，不能撤销了。可以用“上一个”退回去。',
    en: 'More than {seconds} s have passed; use "back" instead of undo.',
  },
  CHAT_CLOSED: { status: 409, zh: '直播没有在进行，现在不能发言。', en: 'The show is not on, so nothing can be said now.' },
  CHAT_OFF: { status: 409, zh: '主播暂时关闭了聊天。', en: 'The host has turned the chat off for now.' },
  CHAT_MUTED: {
    status: 403,
    zh: '您在这场直播里不能发言了。想问岗位，请打驿站电话。',
    en: 'You cannot write in this show any more. To ask about a job, ring the station.',
  },
  CHAT_TOO_FAST: { status: 429, zh: '发得太快了，请等 {seconds} 秒再发。', en: 'Too fast. Wait {seconds} s before you write again.' },
  CHAT_WORD_REFUSED: {
    status: 422,
    zh: '这句话里有不能发的词，请换个说法。',
    en: 'Something in this message may not be said here. Put it another way.',
  },
  CHAT_MESSAGE_GONE: { status: 410, zh: '这条消息已经不在了。', en: 'This message is gone.' },
  CHAT_WORD_EMPTY: { status: 422, zh: '词里要有文字或数字。', en: 'A word needs letters or digits.' },
  // guests
  GUEST_LINK_UNKNOWN: {
    status: 404,
    zh: '这个嘉宾链接不对。请从主播发来的消息里重新点开，或请主播再发一个。',
    en: 'This guest link is not right. Open it again from the host’s message, or ask the host for another one.',
  },
  GUEST_LINK_USED: {
    status: 409,
    zh: '这个链接已在另一台设备上用过，只能用一次。请回到那台设备，或请主播再发一个。',
    en: 'This link has been used on another device; it works once. Go back to that device, or ask the host for another one.',
  },
  GUEST_LINK_EXPIRED: {
    status: 410,
    zh: '这个嘉宾链接已过期。请主播再发一个。',
    en: 'This guest link has expired. Ask the host for another one.',
  },
  GUEST_REMOVED: {
    status: 410,
    zh: '主播已结束您的连线。想再上台，请主播再发一个链接。',
    en: 'The host has ended your call. To come back, ask the host for another link.',
  },
  GUEST_LEFT: {
    status: 410,
    zh: '您已退出。想再上台，请主播再发一个链接。',
    en: 'You have left. To come back, ask the host for another link.',
  },
  GUEST_EPISODE_OVER: { status: 410, zh: '这一期直播已经结束，谢谢您来。', en: 'This show is over. Thank you for coming.' },
  GUEST_CONSENT: {
    status: 422,
    zh: '说明有更新，请刷新页面，看过后再同意。',
    en: 'The terms have changed. Reload the page, read them and agree again.',
  },
  GUEST_ELSEWHERE: {
    status: 409,
    zh: '您在另一个窗口里打开了候场室，这个窗口已断开。',
    en: 'You have opened the green room in another window; this one is disconnected.',
  },
  GUEST_NOT_FOUND: { status: 404, zh: '没有这位嘉宾，可能已经离开。', en: 'There is no such guest; they may have left.' },
  GUEST_NOT_HERE: {
    status: 409,
    zh: '这位嘉宾还没有进候场室，请等一等或打电话催一下。',
    en: 'This guest is not in the green room yet. Wait a moment, or ring them.',
  },
  GUESTS_FULL: { status: 409, zh: '嘉宾最多 {most} 位，请先请出一位。', en: 'At most {most} guests. Take one out first.' },
  STAGE_FULL: { status: 409, zh: '台上最多 {most} 位嘉宾，请先请下一位。', en: 'At most {most} guests on stage. Take one back first.' },
  HAND_CLOSED: { status: 409, zh: '直播没有在进行，现在不能举手。', en: 'The show is not on, so no hand can be raised now.' },
  HANDS_FULL: { status: 409, zh: '举手的人太多了，请过一会儿再举。', en: 'Too many hands are raised. Try again later.' },
  HAND_GONE: { status: 410, zh: '这只手已经放下了。', en: 'This hand has been lowered.' },
  LIVE_NO_PICTURE: { status: 409, zh: '主播还没有送来画面，请稍候。', en: 'The host sends no picture yet. Please wait.' },
  LIVE_NEEDS_H264: {
    status: 422,
    zh: '这个浏览器不能收发 H.264 视频和 Opus 声音。请换用 Chrome 或 Edge。',
    en: 'This browser has no H.264 video or Opus sound. Use Chrome or Edge.',
  },
  LIVE_BAD_SIGNALLING: {
    status: 422,
    zh: '直播连接的参数不对，请刷新页面后重试。',
    en: 'The parameters of the live connection are not valid. Reload the page and try again.',
  },
  LIVE_SESSION_GONE: { status: 410, zh: '直播连接已经断开，正在重新连接。', en: 'The live connection is gone. Connecting again.' },
  // encoders that are not ours, and platforms that the show is sent on to
  WHIP_TOKEN: {
    status: 401,
    zh: '推流令牌不对，或者已经作废。请在直播间的「OBS 推流」里重新生成，填进 OBS 的 Bearer Token。',
    en: 'The bearer token is wrong or has been revoked. Make a new one under "OBS" in the studio and put it into OBS.',
  },
  WHIP_NOT_ON: {
    status: 409,
    zh: '这一期还没开播，或者已经结束。请先在直播间按「开播」，再开始推流。',
    en: 'This episode is not on air. Press "Go live" in the studio first, then start streaming.',
  },
  WHIP_TAKEN: {
    status: 409,
    zh: '这一期已经有画面在播。请先停下直播间或另一台 OBS 的画面，再开始推流。',
    en: 'This episode has a picture already. Stop the studio’s camera or the other encoder first, then start streaming.',
  },
  WHIP_TYPE: {
    status: 415,
    zh: 'Content-Type 应为 {needed}。',
    en: 'Content-Type must be {needed}.',
  },
  WHIP_BAD_SDP: { status: 400, zh: 'SDP 看不懂：{what} 缺失或不对。', en: 'The SDP is not usable: {what} is missing or wrong.' },
  WHIP_UNSUPPORTED: {
    status: 422,
    zh: '不支持 {what}：请发一路 H.264 画面和一路 Opus 声音（sendonly、BUNDLE、rtcp-mux），不用 simulcast。',
    en: '{what} is not supported: send one H.264 picture and one Opus sound (sendonly, BUNDLE, rtcp-mux), no simulcast.',
  },
  WHIP_NEEDS_H264: {
    status: 422,
    zh: '需要 {needed}（H.264 为 Constrained Baseline 42e01f，packetization-mode=1）。对方提供的是：{offered}。请在编码器里换成 H.264 和 Opus。',
    en: '{needed} is needed (H.264: constrained baseline 42e01f, packetization-mode=1). Offered: {offered}. Choose H.264 and Opus in the encoder.',
  },
  WHIP_SESSION_GONE: { status: 404, zh: '这次推流已经结束，请重新开始推流。', en: 'This WHIP session is over. Start streaming again.' },
  WHIP_NO_IF_MATCH: { status: 428, zh: '缺少 If-Match 头。', en: 'The If-Match header is missing.' },
  WHIP_OTHER_ETAG: { status: 412, zh: 'If-Match 与当前的 ICE 会话不符。', en: 'If-Match is not of the current ICE session.' },
  WHIP_METHOD: { status: 405, zh: '这个地址只接受 WHIP 推流（{allowed}）。', en: 'This address takes WHIP only ({allowed}).' },
  RESTREAM_FULL: { status: 409, zh: '最多转推到 {most} 个平台。', en: 'At most {most} platforms.' },
  RESTREAM_UNKNOWN: { status: 404, zh: '没有这个转推平台，可能已经删除。', en: 'There is no such platform; it may have been removed.' },
  RESTREAM_ADDRESS: {
    status: 422,
    zh: '推流地址应以 rtmp:// 或 rtmps:// 开头，并带应用名，例如 rtmp://push.example.com/live。密钥填在另一栏。',
    en: 'The address must be rtmp:// or rtmps:// with an app, e.g. rtmp://push.example.com/live. The key goes into its own field.',
  },
  LIVE_VIEWERS_FULL: { status: 503, zh: '实时观看的人满了，已改用流畅线路。', en: 'Real-time viewing is full; watching by HLS instead.' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;

/** A coded error with what its wording needs. */
export interface Problem {
  code: ProblemCode;
  details?: Record<string, string | number | boolean>;
}

/** The body of every error response. */
export interface ProblemBody extends Problem {
  message: string;
  requestId?: string;
}

export type Locale = 'zh-CN' | 'en';

/** Words a problem for people, in their language. */
export function wordProblem(problem: Problem, locale: Locale): string {
  const kind: ProblemKind = problemKinds[problem.code];
  const wording = locale === 'en' ? kind.en : kind.zh;
  return wording.replace(/\{(\w+)\}/g, (_, name: string) => String(problem.details?.[name] ?? ''));
}
