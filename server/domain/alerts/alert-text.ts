/** A text message's variables: carriers take templates, and few words. */
export interface AlertText {
  readonly place: string;
  readonly what: string;
  readonly minutes: number;
}

export const alertText = ({ place, what, minutes }: AlertText): string =>
  `【岗播】${place}：${what}，已 ${minutes} 分钟。请到岗播后台查看。`;
