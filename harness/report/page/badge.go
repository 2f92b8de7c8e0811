package page

import (
	"errors"
	"fmt"
	"html"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// badge is a picture for a README: the grade, always with what it leaves out, or the counts where there is no grade.
func badge(c *column) string {
	said, color := report.Summary{Counts: c.counts}.CountsText(), "#57606a"
	if c.grade != nil {
		said = c.grade.String()
		switch c.grade.Grade {
		case verdict.NotSafe:
			color = "#b42318"
		case verdict.NoGrade:
		default:
			color = "#1a7f4b"
		}
	}
	const label, left = "pgfault", 58
	right := 14 + 13*len([]rune(said))/2
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="20" role="img" aria-label="%[2]s: %[3]s">`+
		`<title>%[2]s: %[3]s</title><rect width="%[1]d" height="20" rx="3" fill="%[4]s"/><path d="M3 0h%[5]dv20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#24292f"/>`+
		`<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="8" y="14">%[2]s</text>`+
		`<text x="%[6]d" y="14" textLength="%[7]d" lengthAdjust="spacingAndGlyphs">%[3]s</text></g></svg>`,
		left+right, label, html.EscapeString(report.Escape(said)), color, left-3, left+7, right-14)
}

// errManyTargets is a badge of more than one target.
var errManyTargets = errors.New("a badge is of one target")

// Badge is the picture of the one target of some runs, as SVG, to be put into its README.
func Badge(sources []Source) (string, error) {
	columns := gather(sources)
	if len(columns) != 1 {
		return "", fmt.Errorf("%w, and these are runs of %d", errManyTargets, len(columns))
	}
	return badge(columns[0]) + "\n", nil
}
