using System.Reflection;
using System.Runtime.Loader;

namespace Xmrl.Environments.Loading;

/// <summary>Keeps the libraries of an assembly with environments apart from those of the program: two such assemblies may bring different
/// versions of the same package. The libraries of Xmrl are the program's own, as both exchange their types.</summary>
/// <param name="path">Full path of the assembly; what it needs is beside it, or where its .deps.json says.</param>
internal sealed class EnvironmentLoadContext(string path) : AssemblyLoadContext(Path.GetFileName(path))
{
    private const string OwnPrefix = "Xmrl.";
    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>An assembly of Xmrl's as this program has it.</summary>
    /// <param name="name">Name of an assembly, without extension.</param>
    /// <returns>The assembly; null for a name that is not of ours, or of a part that this program does not have.</returns>
    public static Assembly? Own(string? name)
    {
        if (name is null || !name.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
        => Own(assemblyName.Name) is { } own ? own
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file)
            : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
}
