// Loaded into the program that a command of the checkout starts. When the command is killed outright it cannot pass a
// signal on; the channel between the two then closes, and that is the signal.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
