using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Xmrl.Architecture.Tests.References;

/// <summary>Which namespaces of a compiled assembly name types of which: in signatures, attributes and bodies of methods.</summary>
internal sealed class CompiledNamespaces : IDisposable
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private CompiledNamespaces(string assembly)
    {
        _file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>References between different namespaces of an assembly and to those of others.</summary>
    public static HashSet<NamespaceReference> Of(string assembly)
    {
        using var compiled = new CompiledNamespaces(assembly);
        var references = new HashSet<NamespaceReference>();
        foreach (TypeDefinitionHandle type in compiled._metadata.TypeDefinitions)
        {
            HashSet<string> from = [], to = [];
            new TypeCollector(from).Add(compiled._metadata, type);
            compiled.Collect(compiled._metadata.GetTypeDefinition(type), new TypeCollector(to));
            references.UnionWith(to.Except(from).Select(name => new NamespaceReference(from.Single(), name)));
        }

        return references;
    }

    public void Dispose() => _file.Dispose();

    private void Collect(TypeDefinition type, TypeCollector types)
    {
        types.Add(_metadata, type.BaseType);
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            types.Add(_metadata, _metadata.GetInterfaceImplementation(handle).Interface);
        }

        foreach (FieldDefinitionHandle handle in type.GetFields())
        {
            FieldDefinition field = _metadata.GetFieldDefinition(handle);
            field.DecodeSignature(types, null);
            Collect(field.GetCustomAttributes(), types);
        }

        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            Collect(_metadata.GetMethodDefinition(handle), types);
        }

        Collect(type.GetCustomAttributes(), types);
        Collect(type.GetGenericParameters(), types);
    }

    private void Collect(MethodDefinition method, TypeCollector types)
    {
        method.DecodeSignature(types, null);
        Collect(method.GetCustomAttributes(), types);
        Collect(method.GetGenericParameters(), types);
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(types, null);
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            types.Add(_metadata, region.CatchType);
        }

        Collect(body.GetILReader(), types);
    }

    /// <summary>The tokens in a method's instructions.</summary>
    private void Collect(BlobReader instructions, TypeCollector types)
    {
        while (instructions.RemainingBytes > 0)
        {
            int code = instructions.ReadByte();
            code = code == 0xFE ? 0xFE00 | instructions.ReadByte() : code;
            switch (s_operands[code])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Collect(MetadataTokens.EntityHandle(instructions.ReadInt32()), types);
                    break;
                case OperandType.InlineSwitch:
                    int targets = instructions.ReadInt32();
                    instructions.Offset += sizeof(int) * targets;
                    break;
                case OperandType operand:
                    instructions.Offset += Size(operand);
                    break;
            }
        }
    }

    private void Collect(EntityHandle token, TypeCollector types)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodDefinition:
                types.Add(_metadata, _metadata.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                types.Add(_metadata, _metadata.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = _metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                method.DecodeSignature(types, null);
                Collect(method.Method, types);
                break;
            case HandleKind.MemberReference:
                Collect(_metadata.GetMemberReference((MemberReferenceHandle)token).Parent, types);
                break;
            default:
                types.Add(_metadata, token);
                break;
        }
    }

    private void Collect(CustomAttributeHandleCollection attributes, TypeCollector types)
    {
        foreach (CustomAttributeHandle handle in attributes)
        {
            Collect(_metadata.GetCustomAttribute(handle).Constructor, types);
        }
    }

    private void Collect(GenericParameterHandleCollection parameters, TypeCollector types)
    {
        foreach (GenericParameterConstraintHandle handle in parameters.SelectMany(parameter =>
            (IEnumerable<GenericParameterConstraintHandle>)_metadata.GetGenericParameter(parameter).GetConstraints()))
        {
            types.Add(_metadata, _metadata.GetGenericParameterConstraint(handle).Type);
        }
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
