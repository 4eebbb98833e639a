using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Xmrl.Architecture.Tests.References;

/// <summary>The types of other assemblies that a compiled assembly names.</summary>
internal static class ReferencedTypes
{
    /// <summary>Full names of all type references.</summary>
    public static HashSet<string> Of(string assembly)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        using var file = new PEReader(stream);
        MetadataReader metadata = file.GetMetadataReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            names.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");
        }

        return names;
    }
}
