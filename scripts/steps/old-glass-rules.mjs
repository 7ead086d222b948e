// What Chromium 86 (phone WebViews) and 87 (boxes with Android 7–9, LED controllers) cannot run: syntax by parsing, calls and CSS by name.
import ts from 'typescript';

/** Given by the inline script in signage/src/app.html, to pages only: a service worker has no app.html. */
const givenToPages = [
  'Object.hasOwn',
  'Promise.withResolvers',
  'AbortSignal.timeout',
  'crypto.randomUUID',
  'at',
  'findLast',
  'findLastIndex',
  'toSorted',
  'toReversed',
];

/** Method, or static method with its owner → the Chromium that brought it. A library that asks first (`x.y ? …`) calls it with `?.` or behind a test: see `guarded`. */
const newerCalls = new Map([
  ['Object.hasOwn', 93],
  ['at', 92],
  ['findLast', 97],
  ['findLastIndex', 97],
  ['toSorted', 110],
  ['toReversed', 110],
  ['toSpliced', 110],
  ['Promise.withResolvers', 119],
  ['Object.groupBy', 117],
  ['Map.groupBy', 117],
  ['crypto.randomUUID', 92],
  ['URL.canParse', 120],
  ['isWellFormed', 111],
  ['Array.fromAsync', 121],
  ['startViewTransition', 111],
  ['moveBefore', 133],
  ['checkVisibility', 105],
  ['throwIfAborted', 100],
  ['AbortSignal.timeout', 103],
]);
const newerGlobals = new Map([
  ['structuredClone', 98],
  ['URLPattern', 95],
  ['reportError', 95],
  ['scheduler', 94],
  ['Iterator', 122],
]);

const newerCss = [
  [/:where\(/, ':where() (88)'],
  [/:is\(/, ':is() (88)'],
  [/:has\(/, ':has() (105)'],
  [/@layer\b/, '@layer (99)'],
  [/@container\b/, '@container (105)'],
  [/[{;]inset(-inline|-block)?(-start|-end)?:/, 'inset (87)'],
  [/[{;]aspect-ratio:/, 'aspect-ratio (88)'],
  [/\b\d*\.?\d+[dsl]v[hw]\b/, 'dvh, svh, lvh (108)', 'fallback'],
  [/\b(oklch|oklab|lab|lch|color-mix|color)\(/, 'new colour functions (111)'],
  [/@media[^{]*[<>]/, 'media ranges (104)'],
  [/[{;]translate:|[{;]scale:|[{;]rotate:/, 'individual transforms (104)'],
  [/\btext-box\b/, 'text-box (133)'],
  [/[{;}]&|[{}]\s*&/, 'nested rules (112)'],
];

/**
 * @param {string} text
 * @param {{ isWorker: boolean }} where a service worker has no app.html that gives it what it lacks
 * @returns {string[]} what is too new, each with the place
 */
export function tooNewInScript(text, { isWorker }) {
  const problems = [];
  const source = ts.createSourceFile('built.js', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const say = (node, what) => {
    const excerpt = text.slice(Math.max(0, node.getStart() - 30), node.getStart() + 50).replace(/\s+/g, ' ');
    problems.push(`${what} near …${excerpt}…`);
  };

  const visit = (node, insideFunction) => {
    if (ts.isClassStaticBlockDeclaration(node)) say(node, 'class static block (94)');
    if (ts.isAwaitExpression(node) && !insideFunction) say(node, 'top-level await (89)');
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword && ts.isPrivateIdentifier(node.left)) {
      say(node, '#private in object (91)');
    }
    if (ts.isRegularExpressionLiteral(node) && /\/[a-z]*[dv][a-z]*$/.test(node.text)) say(node, 'regular expression flag d or v (90, 112)');
    if (ts.isCallExpression(node)) readCall(node, say, isWorker);
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && newerGlobals.get(node.expression.text)) {
      say(node, `new ${node.expression.text} (${newerGlobals.get(node.expression.text)})`);
    }
    const inside = insideFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, false);
  return problems;
}

function readCall(node, say, isWorker) {
  const callee = node.expression;
  if (node.questionDotToken || guarded(node)) return;
  if (ts.isIdentifier(callee) && newerGlobals.get(callee.text)) say(node, `${callee.text}() (${newerGlobals.get(callee.text)})`);
  if (!ts.isPropertyAccessExpression(callee)) return;
  const owned = `${ownerOf(callee.expression)}.${callee.name.text}`;
  const called = newerCalls.has(owned) ? owned : callee.name.text;
  const since = newerCalls.get(called);
  if (since === undefined || (givenToPages.includes(called) && !isWorker)) return;
  say(node, `.${called}() (${since})`);
}

/** `URL` of `URL.canParse` and of `self.URL.canParse`. */
function ownerOf(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** `a.b ? a.b() : …`, `a.b && a.b()`, `if (a.b) a.b()`: asked before it was called. */
function guarded(call) {
  const called = call.expression.getText();
  for (let node = call; node.parent && !ts.isFunctionLike(node.parent); node = node.parent) {
    if (testBefore(node)?.getText().includes(called)) return true;
  }
  return false;
}

/** The condition under which `node` runs, if its parent gives one. */
function testBefore(node) {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return parent.condition;
  if (ts.isIfStatement(parent) && parent.expression !== node) return parent.expression;
  const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd && parent.right === node ? parent.left : undefined;
}

/**
 * @param {string} text
 * @returns {string[]}
 */
export function tooNewInStyle(text) {
  const problems = [];
  const css = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/"[^"]*"|'[^']*'/g, '""');
  // What stands inside @supports asks before it is used.
  const plain = css.replace(/@supports[^{]*\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
  for (const [pattern, what, allowed] of newerCss) {
    const found = plain.match(pattern);
    if (!found) continue;
    const excerpt = plain.slice(Math.max(0, found.index - 60), found.index + 60);
    // `height:100vh;height:100dvh`: an old engine takes the first, a new one the second.
    if (allowed === 'fallback' && /([a-z-]+):[^;{}]*v[hw][^;{}]*;\1:[^;{}]*$/.test(plain.slice(0, found.index))) continue;
    problems.push(`${what} in …${excerpt}…`);
  }
  return problems;
}
