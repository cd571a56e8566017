// Instances without end, and a syntax error: the comment hides a closing brace.
package dictionaries

func inner[T any](v T) string          { return "x" }
func inner2[T, U any](v T, u U) string { return "x" }
func outer[T any](v T) string {
}
func outer2[T Stringer](v T) any {
}
type G[T any] struct{ v T }
func (gx *G[T]) a() string { return gx.b() + inner(gx.v) }
func (gx G[T]) b() string  { return inner(gx.v) + inner2(&gx, gx.v) }
func (gx G[T]) c() string {
	m := map[string]T{}
	return d(h2(gx)) + d(h2(m))
}
func d[T any](v T) string { return "" }
func h2[T any](v T) *T    { // a comment;  return &v }
func h[T any](v T) *G[T]  { return &G[T]{v} }
func typ[T any](x any) string {
	return func() string {
	}
}
func twice[T any](v T) *G[T] {
}
func use() {
	_ = twice(1).a()
