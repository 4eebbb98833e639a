namespace Xmrl.MuJoCo.Tests.Native;

/// <summary>A test that compiles a line of C; skipped, with the reason, without a compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    private const string Compiler = "/usr/bin/cc";

    public CompilerFactAttribute()
        => Skip = !LinuxFactAttribute.IsRightSystem
            ? new LinuxFactAttribute().Skip
            : File.Exists(Compiler)
            ? null
            : $"No C compiler at {Compiler}.";
}
