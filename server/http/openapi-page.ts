// GET /api/docs: the operations and the problem codes as one plain page. A problem's `type` leads to its line here.
import { type ProblemCode, problemStatus } from '../../shared/contract/problem.ts';
import { permissionOfOperation, problemsOf } from './openapi-document.ts';
import type { Operation, OperationGroup } from './openapi-operation.ts';
import { titleOfProblem } from './problem.ts';

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** Who may call it, in words. */
function callersOf(operation: Operation): string {
  const { public: isOpen, roles = [], scope, device, boardLink } = permissionOfOperation(operation);
  return [
    ...(isOpen === true ? ['anyone'] : []),
    ...roles,
    ...(scope === undefined ? [] : [`key with ${scope}`]),
    ...(device === true ? ['paired kiosk'] : []),
    ...(boardLink === true ? ['board link'] : []),
  ].join(', ');
}

function rowOf(operation: Operation): string {
  const { method, path, summary, query } = operation;
  const names = Object.keys(query?.shape ?? {});
  const address = names.length === 0 ? path : `${path}?${names.map((name) => `${name}=`).join('&')}`;
  const problems = problemsOf(operation).map((code) => `<a href="#${code}">${code}</a>`);
  const cells = [
    `<code>${method.toUpperCase()} ${escapeHtml(address)}</code>`,
    escapeHtml(summary),
    escapeHtml(callersOf(operation)),
    problems.join(', '),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

const tableOf = (headings: readonly string[], rows: readonly string[]): string =>
  `<table border="1" cellpadding="6"><tr>${headings.map((text) => `<th>${text}</th>`).join('')}</tr>${rows.join('')}</table>`;

export function docsPage(groups: readonly OperationGroup[]): string {
  const operations = groups.map(
    ({ name, operations }) =>
      `<h2>${escapeHtml(name)}</h2>${tableOf(['Call', 'What it does', 'Who', 'Problems'], operations.map(rowOf))}`,
  );
  const codes = Object.entries(problemStatus).map(
    ([code, status]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(titleOfProblem(code as ProblemCode))}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<title>Lắng Nghe: HTTP interface</title><h1>Lắng Nghe: HTTP interface</h1>',
    '<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Errors are RFC 9457 problem+json with the codes below.</p>',
    ...operations,
    `<h2 id="problems">Problem codes</h2>${tableOf(['Code', 'Status', 'Meaning'], codes)}</html>`,
  ].join('');
}
