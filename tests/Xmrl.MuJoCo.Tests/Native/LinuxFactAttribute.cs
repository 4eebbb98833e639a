using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Tests.Native;

/// <summary>A test of what happens on the system that MuJoCo environments need.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
        => Skip = IsRightSystem ? null : "MuJoCo environments need 64-bit Linux on x86-64.";

    internal static bool IsRightSystem => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
}
