namespace Xmrl.Architecture.Tests.References;

/// <summary>Types of one namespace name types of another.</summary>
/// <param name="From">The namespace that names.</param>
/// <param name="To">The namespace that is named.</param>
internal readonly record struct NamespaceReference(string From, string To);
