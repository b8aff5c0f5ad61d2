"""The centre's models: students log in with their address, and answer the questions of the registration form."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

import client_import


class Students(BaseUserManager):
    def create_superuser(self, email_key: str, password: str) -> "Student":
        """An adviser; `manage.py createsuperuser` asks for the address and the password."""
        key, password = client_import.email_key(email_key), make_password(password)
        return self.create(email=email_key, email_key=key, is_adviser=True, password=password)


class Student(AbstractBaseUser):
    """An account."""

    USERNAME_FIELD = "email_key"
    objects = Students()
    email = models.EmailField()
    email_key = models.CharField(max_length=320, unique=True)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_adviser = models.BooleanField(default=False)
    registered = models.BooleanField(default=False)
    password_imported = models.BooleanField(default=False)


class Registration(models.Model):
    """What a student said on the registration form."""

    student = models.OneToOneField(Student, models.CASCADE)
    answers = models.JSONField(default=dict)


class FormField(models.Model):
    """A question of the registration form."""

    name = models.SlugField(unique=True)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default="text")
    choices = models.JSONField(default=list)


class Upload(models.Model):
    """A roster between upload and confirmation. It may hold passwords: delete what nobody confirms."""

    content = models.BinaryField()
