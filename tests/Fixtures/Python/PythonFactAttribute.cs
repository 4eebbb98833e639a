namespace Xmrl.Fixtures.Python;

/// <summary>A test that starts a Python program; skipped, with the reason, without Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = PythonProgram.Path is null ? PythonProgram.Reason : null;
}
