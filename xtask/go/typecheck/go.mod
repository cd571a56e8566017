module typecheck

go 1.27
