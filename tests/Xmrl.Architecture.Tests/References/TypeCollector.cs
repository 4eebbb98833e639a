using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Xmrl.Architecture.Tests.References;

/// <summary>Names the namespaces of all types in a signature.</summary>
/// <param name="found">Receives namespaces; that of nested types is their outermost type's.</param>
internal sealed class TypeCollector(ISet<string> found) : ISignatureTypeProvider<bool, object?>
{
    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Add(reader, handle);

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Add(reader, handle);

    public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetGenericMethodParameter(object? genericContext, int index) => true;

    public bool GetGenericTypeParameter(object? genericContext, int index) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

    public bool GetSZArrayType(bool elementType) => true;

    /// <summary>Adds the namespace of a type, whichever way it is named.</summary>
    public bool Add(MetadataReader reader, EntityHandle type)
    {
        if (type.IsNil)
        {
            return false;
        }

        switch (type.Kind)
        {
            case HandleKind.TypeDefinition:
                TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)type);
                return definition.GetDeclaringType() is { IsNil: false } outer
                    ? Add(reader, outer)
                    : Add(reader.GetString(definition.Namespace));
            case HandleKind.TypeReference:
                TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)type);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? Add(reader, reference.ResolutionScope)
                    : Add(reader.GetString(reference.Namespace));
            case HandleKind.TypeSpecification:
                return GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)type, 0);
            default:
                return false;
        }
    }

    private bool Add(string name) => found.Add(name);
}
