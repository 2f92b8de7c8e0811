package pgdiag

import "strconv"

// Diagnostics are the fields of the server's ErrorResponse by the names that psycopg gives them (Error.diag; libpq's
// PQresultErrorField). A field that the server did not send is empty.
type Diagnostics struct {
	Severity             string `json:"severity,omitempty"`
	SeverityNonlocalized string `json:"severity_nonlocalized,omitempty"`
	SQLState             string `json:"sqlstate,omitempty"`
	MessagePrimary       string `json:"message_primary,omitempty"`
	MessageDetail        string `json:"message_detail,omitempty"`
	MessageHint          string `json:"message_hint,omitempty"`
	StatementPosition    string `json:"statement_position,omitempty"`
	InternalPosition     string `json:"internal_position,omitempty"`
	InternalQuery        string `json:"internal_query,omitempty"`
	Context              string `json:"context,omitempty"`
	SchemaName           string `json:"schema_name,omitempty"`
	TableName            string `json:"table_name,omitempty"`
	ColumnName           string `json:"column_name,omitempty"`
	DatatypeName         string `json:"datatype_name,omitempty"`
	ConstraintName       string `json:"constraint_name,omitempty"`
	SourceFile           string `json:"source_file,omitempty"`
	SourceLine           string `json:"source_line,omitempty"`
	SourceFunction       string `json:"source_function,omitempty"`
}

// Diagnostics returns the fields of the server's ErrorResponse; all are empty where no server said anything.
func (d *Diagnosis) Diagnostics() Diagnostics {
	e := d.PgError()
	if e == nil {
		return Diagnostics{}
	}
	return Diagnostics{
		Severity: e.Severity, SeverityNonlocalized: e.SeverityUnlocalized, SQLState: e.Code, MessagePrimary: e.Message,
		MessageDetail: e.Detail, MessageHint: e.Hint, StatementPosition: number(e.Position),
		InternalPosition: number(e.InternalPosition), InternalQuery: e.InternalQuery, Context: e.Where,
		SchemaName: e.SchemaName, TableName: e.TableName, ColumnName: e.ColumnName, DatatypeName: e.DataTypeName,
		ConstraintName: e.ConstraintName, SourceFile: e.File, SourceLine: number(e.Line), SourceFunction: e.Routine,
	}
}

func number(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}
