using System.Reflection;

namespace Xmrl.Cli;

/// <summary>The program's own version, also where another program hosts it.</summary>
internal static class ProgramVersion
{
    /// <summary>Prints the version.</summary>
    /// <param name="output">Receives one line.</param>
    internal static void Print(TextWriter output) => output.WriteLine($"xmrl {Text()}");

    private static string Text() =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
