namespace Xmrl.MuJoCo.Tests.Native;

/// <summary>A test that compares versions of MuJoCo; skipped, with the reason, where fewer than two are found.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeveralVersionsFactAttribute : FactAttribute
{
    public SeveralVersionsFactAttribute()
        => Skip = FoundLibraries.All.Count > 1
            ? null
            : $"One version of MuJoCo or none is here; {MuJoCo.Native.LibrarySearch.ReleaseVariable} may name the folder of another.";
}
