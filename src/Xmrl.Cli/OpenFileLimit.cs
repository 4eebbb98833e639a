using System.Runtime.CompilerServices;

namespace Xmrl.Cli;

/// <summary>Ends the program with a sentence where it may open too few files: .NET keeps one open for each library that it loads, and
/// without one of them not even an error can be told.</summary>
internal static class OpenFileLimit
{
    /// <summary>Files that the largest command has open, libraries included, with some to spare.</summary>
    internal const long Least = 192;

    private const string Status = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>Runs before anything else of the program, because the libraries that it names are loaded with its first method.</summary>
    [ModuleInitializer]
    internal static void Check()
    {
        try
        {
            if (OperatingSystem.IsLinux() && File.Exists(Status) && Fault(File.ReadAllLines(Status)) is { } fault)
            {
                Console.Error.WriteLine($"xmrl: {fault}");
                Environment.Exit(ExitCode.Failed);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A system that does not tell its limits.
        }
    }

    /// <summary>What is wrong with the limits of a process; null for nothing.</summary>
    /// <param name="limits">Lines with name, limit in force, highest limit and unit.</param>
    internal static string? Fault(string[] limits)
    {
        foreach (string line in limits)
        {
            string first = line.StartsWith(Name, StringComparison.Ordinal) ? line[Name.Length..].TrimStart().Split(' ')[0] : "";
            if (long.TryParse(first, out long found) && found < Least)
            {
                return $"This process may have {found} files open; expected at least {Least}. Raise the limit with ulimit -n {Least}.";
            }
        }

        return null;
    }
}
