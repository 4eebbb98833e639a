namespace Xmrl.Fixtures.Python;

/// <summary>A theory that starts Python programs; skipped, with the reason, without Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = PythonProgram.Path is null ? PythonProgram.Reason : null;
}
