// Package wrap breaks the conversation of any program with its database: a migration, a job, a test suite. The program is run a
// few times without a fault, to learn what it says and what it leaves behind; then it is run again for each fault at each point
// that matters, and once more when the fault is over, as an operator would. What is judged is what a user would suffer.
package wrap
