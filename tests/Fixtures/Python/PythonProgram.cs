using System.ComponentModel;
using System.Diagnostics;

namespace Xmrl.Fixtures.Python;

/// <summary>The Python that environments run in here, where one is installed.</summary>
internal static class PythonProgram
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Reason = "No Python 3.8 or later is installed (Debian: apt-get install python3).";

    private static readonly string[] s_names = ["/usr/bin/python3", "python3"];
    private static readonly Lazy<string?> s_path = new(() => s_names.FirstOrDefault(IsUsable));

    /// <summary>The first Python 3.8 or later, that of the system first; null where there is none.</summary>
    public static string? Path => s_path.Value;

    private static bool IsUsable(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]));
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
