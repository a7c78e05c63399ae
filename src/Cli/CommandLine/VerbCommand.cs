using System.CommandLine;

namespace BookRecs.Cli.CommandLine;

/// <summary>A verb of the command line, with examples for its help.</summary>
internal abstract class VerbCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines that work as written, after the program's name.</summary>
    public abstract IReadOnlyList<string> Examples { get; }
}
