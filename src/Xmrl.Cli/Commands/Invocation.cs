using System.CommandLine;

namespace Xmrl.Cli.Commands;

/// <summary>What a command was called with.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Context">Streams, clock and processes.</param>
/// <param name="Global">The options that every command has.</param>
internal readonly record struct Invocation(ParseResult Parsed, CommandContext Context, GlobalOptions Global);
