package verdict

// Point is where a run of many broke a conversation, for a map of them all: a row for each message or place, in the order of the
// conversation, and a column for each fault.
type Point struct {
	// Workload is what was done, and Group the part of it, such as a statement, that the rows are grouped by.
	Workload string `json:"workload"`
	Group    string `json:"group,omitempty"`
	// Row names the message or the place, and Order is its place in the conversation, from 1.
	Row   string `json:"row"`
	Order int    `json:"order,omitempty"`
	// Direction is the way of the message: upstream or downstream; empty where it is none.
	Direction string `json:"direction,omitempty"`
	Fault     string `json:"fault"`
	// Place is where in the row: before, header, body, after, or how many bytes of it had passed.
	Place string `json:"place,omitempty"`
}
