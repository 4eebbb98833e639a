using System.Diagnostics;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>A test that needs a disk of its own, which only Linux gives, and only to an administrator.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_canMount = new(CanMount);

    public TmpfsFactAttribute()
    {
        if (!s_canMount.Value)
        {
            Skip = "Needs the right to mount a file system in memory.";
        }
    }

    /// <summary>Runs mount or umount.</summary>
    internal static bool Run(string command, params string[] arguments)
    {
        try
        {
            using Process? process = Process.Start(
                new ProcessStartInfo(command, arguments)
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                });
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static bool CanMount()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return false;
        }

        string folder = Directory.CreateTempSubdirectory("xmrl-mount-").FullName;
        bool isMounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) && Run("umount", folder);
        Directory.Delete(folder);
        return isMounted;
    }
}
