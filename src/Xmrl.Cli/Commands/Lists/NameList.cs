namespace Xmrl.Cli.Commands.Lists;

/// <summary>A list of things that have names.</summary>
/// <param name="Headers">Heads of the columns.</param>
/// <param name="Rows">One row per thing, its name first.</param>
/// <param name="Documents">The same for JSON.</param>
internal sealed record NameList(string[] Headers, IReadOnlyList<string[]> Rows, IReadOnlyList<object> Documents);
