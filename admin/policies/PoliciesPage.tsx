export function PoliciesPage() {
  return <h1>-</h1>;
}
