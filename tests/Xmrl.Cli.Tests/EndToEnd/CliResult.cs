namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>What a process left behind.</summary>
internal sealed record CliResult(int Code, string Output, string Error);
