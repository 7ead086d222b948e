import { cleanLine } from '../text/clean-text.ts';
import { clip } from './clip.ts';

const person =
  /[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|师傅|经理|主任|老师|老板娘?|店长|队长|班长|主管|阿姨|大姐|大哥|总|姐|哥)|人事部?|招聘部|办公室|前台|HR/;

/** Whom to ask for, found in what stands beside a phone number. */
export function readContact(text: string, extensions: string[] = []): string | undefined {
  const who = person.exec(cleanLine(text).replace(/联系(?:人|方式|电话)?|电话|咨询|请|找/g, ' '))?.[0];
  const words = [who, ...extensions].filter((part) => part !== undefined).join(' ');
  return words === '' ? undefined : clip(words, 20);
}
