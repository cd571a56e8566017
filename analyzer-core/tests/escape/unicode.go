// Package unicode 使用中文标识符：列号按字节计数，消息里原样打印名字。
package unicode

type 点 struct{ 横, 纵 int }

type 图形 interface{ 面积() int }

type 圆 struct {
	心 *点
	半径 int
}

func (圆形 *圆) 面积() int  { return 圆形.半径 * 圆形.半径 * 3 }
func (圆形 圆) 圆心() *点   { return 圆形.心 }
func (圆形 *圆) 移到(目标 *点) { 圆形.心 = 目标 }

var 全局 *点
var 任意 any

func 返回地址() *int {
	数字 := 1
	return &数字
}

// 留在栈上没有格式化：语句在同一行，列号各不相同。
func 留在栈上() int {
	甲, 乙 := 1, 点{2, 3}; 指针 := &乙; return 甲 + 指针.横
}

func 泄漏(参数 *点, 其他 *点) (结果 *点) {
	全局 = 参数
	结果 = 其他
	return
}

func 装箱(值 int, 名 string) {
	任意 = 值; 任意 = "中文" + 名; 任意 = 点{值, 1}; 任意 = &点{}
	任意 = []string{"é", "日本語", 名}
	任意 = map[string]*点{"原点": {}, 名: 全局}
}

func 闭包() func() int {
	计数 := 0
	return func() int { 计数++; return 计数 }
}

func 接口() 图形 {
	形 := 圆{半径: 2}
	形.移到(&点{1, 1})
	return &形
}

func 循环(甲 []rune) (末 *rune) {
	for 序, 字 := range 甲 {
		if 序 > 0 && 字 == '字' {
			末 = &字
		}
	}
	return
}

func éàü(π float64, Ω ...any) any { return append(Ω, π, 'λ', "→"+"←") }

func mixed(ſ string, α, β []byte) string { return "«" + ſ + "»" + string(α) + string(append(β, "ß"...)) }

// Marks are printed as they are, whatever they stand behind.
func marks() []any { return []any{"\u073a", "e\u0301", "\u0903\u20dd", '\u07ad', "\u200d\ufe0f\U000e0100"} }
