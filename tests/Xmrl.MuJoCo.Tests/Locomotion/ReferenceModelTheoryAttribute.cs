namespace Xmrl.MuJoCo.Tests.Locomotion;

/// <summary>A test that compares with Gymnasium's model files; skipped, with the reason, without them or without libmujoco.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceModelTheoryAttribute : TheoryAttribute
{
    private static readonly string s_place = Path.Combine("shared", "assets", "gymnasium");

    public ReferenceModelTheoryAttribute()
        => Skip = MuJoCoFactAttribute.Reason ?? (Folder is null ? $"No folder {s_place} beside the repository." : null);

    /// <summary>The nearest such folder above the tests; null where there is none.</summary>
    public static string? Folder
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, s_place);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }
    }
}
