using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Xmrl.Rl.Environments;

namespace Xmrl.Training.Tests.Sources;

/// <summary>Assemblies as a user could bring them.</summary>
internal static class EmittedAssembly
{
    /// <summary>Writes an assembly of one class with static properties.</summary>
    /// <param name="path">The file.</param>
    /// <param name="properties">Name and type of each property, whether it is registered, and what it does.</param>
    public static void Write(string path, params (string Name, Type Type, bool IsRegistered, Action<ILGenerator> Body)[] properties)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Path.GetFileNameWithoutExtension(path)), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Main").DefineType("Brought", TypeAttributes.Public);
        foreach ((string name, Type of, bool isRegistered, Action<ILGenerator> body) in properties)
        {
            MethodBuilder getter = type.DefineMethod(
                $"get_{name}", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.SpecialName, of, []);
            body(getter.GetILGenerator());
            PropertyBuilder property = type.DefineProperty(name, PropertyAttributes.None, of, []);
            property.SetGetMethod(getter);
            if (isRegistered)
            {
                property.SetCustomAttribute(
                    new CustomAttributeBuilder(typeof(RegisterEnvironmentAttribute).GetConstructor([])!, []));
            }
        }

        type.CreateType();
        assembly.Save(path);
    }

    /// <summary>A body that makes a new object.</summary>
    /// <typeparam name="T">A public type with one constructor, whose parameters may be null.</typeparam>
    public static Action<ILGenerator> New<T>() => il =>
    {
        ConstructorInfo constructor = typeof(T).GetConstructors().Single();
        foreach (ParameterInfo _ in constructor.GetParameters())
        {
            il.Emit(OpCodes.Ldnull);
        }

        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
    };

    /// <summary>A body that throws.</summary>
    /// <param name="message">Message of the exception.</param>
    public static Action<ILGenerator> Throw(string message) => il =>
    {
        il.Emit(OpCodes.Ldstr, message);
        il.Emit(OpCodes.Newobj, typeof(NotSupportedException).GetConstructor([typeof(string)])!);
        il.Emit(OpCodes.Throw);
    };

    /// <summary>Copies an assembly as if it had been built against another version of a library.</summary>
    /// <param name="from">The assembly.</param>
    /// <param name="to">The copy.</param>
    /// <param name="library">The library.</param>
    /// <param name="major">First number of the other version.</param>
    public static void CopyWithVersion(string from, string to, string library, byte major)
    {
        byte[] bytes = File.ReadAllBytes(from);
        using var file = new PEReader(new MemoryStream(bytes));
        MetadataReader metadata = file.GetMetadataReader();
        AssemblyReferenceHandle found = metadata.AssemblyReferences
            .Single(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name) == library);
        int row = metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + (metadata.GetTableRowSize(TableIndex.AssemblyRef) * (MetadataTokens.GetRowNumber(found) - 1));

        // A row begins with the version, two bytes a number, lowest first.
        bytes[file.PEHeaders.MetadataStartOffset + row] = major;
        File.WriteAllBytes(to, bytes);
    }
}
