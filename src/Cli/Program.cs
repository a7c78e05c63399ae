using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

return await CommandLineHost.InvokeAsync(args, Terminal.OfProcess());
