package mutant

// All lists the mutants: those that do not look, those that do wrong things, those that say wrong things.
func All() []Mutant {
	return []Mutant{
		nothing, alwaysOK, leaksConnections,

		swallowsErrors, believesSafeToRetry, retriesEverything, retriesForEver, retriesCommit, repeatsWrites, reconnectsInTransaction,
		hidesFirstError, ignoresRollbackTag, lateAnswer, lateAnswerOfAny, offByOne, keepsDeadPooled, connectsLazily, firstHostOnly, waitsForever,
		hangsOnErrors, crashesOnErrors, ignoresCancel, impatient, cachesAnswers, losesLastRow,
		losesWrites, losesNotifications, neverLooks, holdsLocks, trimsText, reusesBuffer, saysNoEncoding, givesUpWriting,
		lateAnswerUnsaid, dropsRest, commitSaidDone, sendsAgain, breaksPromise, cancelsWithoutWaiting, forgetsBegun,

		englishText, sqlstateAlone, localizedSeverity, cancelIsTimeout, timeoutIsLostConnection, guessesRolledBack, assumesAborted, assumesCommitted,
		guessesCommitted, guessesNotSent, unknownForAll, neverOpen, neverFaulty, alwaysFaulty, wrongClass, staleTx, losesSQLState,
		blamesServer, advisesRetry, trustsPoolers, errorsUndo, remembersTimeout, givesUp, forgivesImpostors,
	}
}
